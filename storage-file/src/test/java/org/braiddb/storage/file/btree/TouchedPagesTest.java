package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;
import org.braiddb.storage.record.Varint;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A page is written, freed or reported as touched whenever its bytes or the range of keys it is
 * responsible for have changed: the row-level strategy's validation stands on this.
 */
class TouchedPagesTest {
  private static final KeyOrder ORDER =
      new KeyOrder(List.of(new KeyOrder.Column(Collations.BINARY, false)), TextEncoding.UTF_8);

  /** What a page was responsible for: its bytes, and the keys on both sides of it. */
  private record Leased(byte[] image, Object low, Object high) {
    boolean sameAs(Leased other) {
      return Arrays.equals(image, other.image)
          && Objects.equals(low, other.low)
          && Objects.equals(high, other.high);
    }
  }

  private static Map<Integer, Leased> ranges(MemoryPages pages, BTree tree) {
    Map<Integer, Leased> ranges = new HashMap<>();
    collect(pages, tree, tree.root(), "first", "last", ranges);
    return ranges;
  }

  private static void collect(
      MemoryPages pages,
      BTree tree,
      int page,
      Object low,
      Object high,
      Map<Integer, Leased> ranges) {
    byte[] image = pages.read(page);
    ranges.put(page, new Leased(image.clone(), low, high));
    int header = NodeLayout.headerStart(page);
    if (NodeLayout.isLeaf(image[header])) {
      return;
    }
    Object from = low;
    int count = NodeLayout.cellCount(image, header);
    for (int i = 0; i < count; i++) {
      int offset = tree.format.cellOffset(page, image, header, i);
      Object divider = divider(tree, image, offset);
      collect(pages, tree, PageBytes.i32(image, offset), from, divider, ranges);
      from = divider;
    }
    collect(pages, tree, NodeLayout.rightChild(image, header), from, high, ranges);
  }

  private static Object divider(BTree tree, byte[] image, int offset) {
    if (tree instanceof TableTree) {
      return Varint.read(image, offset + 4);
    }
    int size = (int) Varint.read(image, offset + 4);
    SearchKey key = new SearchKey(1);
    int record = offset + 4 + Varint.length(image, offset + 4);
    RecordComparator.unpack(image, record, size, 1, key);
    return key.integer(0);
  }

  private static void assertReported(
      MemoryPages pages, Map<Integer, Leased> before, Map<Integer, Leased> after) {
    for (Map.Entry<Integer, Leased> page : before.entrySet()) {
      Leased now = after.get(page.getKey());
      if (now == null || !now.sameAs(page.getValue())) {
        assertThat(pages.changed.contains(page.getKey()) || pages.touched.contains(page.getKey()))
            .as("page %d, which was changed, is reported", page.getKey())
            .isTrue();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyChangedRangeOfATableIsReported(long seed) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(512, 0, seed != 1, false);
    TableTree tree = new TableTree(pages, BTree.create(pages, TreeKind.TABLE));
    try (Cursor cursor = tree.open(true)) {
      Map<Integer, Leased> before = ranges(pages, tree);
      for (int i = 0; i < 2000; i++) {
        pages.changed.clear();
        pages.touched.clear();
        long key = random.nextInt(3) == 0 ? i : random.nextInt(2000);
        if (i / 500 % 2 == 0) {
          cursor.insert(key, new byte[100], 0, random.nextInt(100));
        } else if (cursor.seek(key, Cursor.Seek.AT_LEAST)) {
          cursor.delete();
        }
        Map<Integer, Leased> after = ranges(pages, tree);
        assertReported(pages, before, after);
        before = after;
      }
    }
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void everyChangedRangeOfAnIndexIsReported(long seed) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(512, 0, seed != 1, false);
    IndexTree tree = new IndexTree(pages, BTree.create(pages, TreeKind.INDEX), ORDER, 1);
    RecordWriter writer = new RecordWriter();
    SearchKey key = new SearchKey(1);
    try (Cursor cursor = tree.open(true)) {
      Map<Integer, Leased> before = ranges(pages, tree);
      for (int i = 0; i < 3000; i++) {
        pages.changed.clear();
        pages.touched.clear();
        long number = random.nextInt(4) == 0 ? i : random.nextInt(3000);
        key.clear();
        key.addInteger(number);
        if (i / 750 % 2 == 0) {
          writer.clear();
          writer.addInteger(number);
          writer.addBlob(new byte[60], 0, random.nextInt(60));
          cursor.insert(writer.bytes(), 0, writer.length());
        } else if (cursor.seek(key, Cursor.Seek.AT_LEAST)) {
          cursor.delete();
        }
        Map<Integer, Leased> after = ranges(pages, tree);
        assertReported(pages, before, after);
        before = after;
      }
    }
  }
}
