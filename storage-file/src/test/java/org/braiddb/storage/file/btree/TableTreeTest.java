package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.TreeKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTreeTest {
  private static byte[] payload(Random random, int usable) {
    int bound =
        switch (random.nextInt(8)) {
          case 0 -> 4 * usable;
          case 1 -> usable;
          case 2 -> usable / 3;
          default -> 40;
        };
    byte[] bytes = new byte[random.nextInt(Math.max(1, bound))];
    random.nextBytes(bytes);
    if (bytes.length > 0) {
      bytes[0] |= 2; // as a record's header size begins
    }
    return bytes;
  }

  private static byte[] record(Cursor cursor) {
    int size = cursor.payloadSize();
    cursor.fetch(size);
    return Arrays.copyOfRange(cursor.bytes(), cursor.offset(), cursor.offset() + size);
  }

  private static void assertSame(BTree tree, TreeMap<Long, byte[]> model) {
    try (Cursor cursor = tree.open(false)) {
      boolean found = cursor.first();
      for (Map.Entry<Long, byte[]> entry : model.entrySet()) {
        assertThat(found).isTrue();
        assertThat(cursor.rowid()).isEqualTo(entry.getKey());
        assertThat(record(cursor)).isEqualTo(entry.getValue());
        found = cursor.next();
      }
      assertThat(found).isFalse();
      found = cursor.last();
      for (Map.Entry<Long, byte[]> entry : model.descendingMap().entrySet()) {
        assertThat(found).isTrue();
        assertThat(cursor.rowid()).isEqualTo(entry.getKey());
        found = cursor.previous();
      }
      assertThat(found).isFalse();
    }
    assertThat(tree.count()).isEqualTo(model.size());
    assertShown(tree, model);
  }

  /** Blocks show the same entries, one by one where they cannot be shown. */
  private static void assertShown(BTree tree, TreeMap<Long, byte[]> model) {
    RowBlock block = new RowBlock();
    Iterator<Map.Entry<Long, byte[]>> entries = model.entrySet().iterator();
    try (Cursor cursor = tree.open(false)) {
      boolean found = cursor.first();
      while (found) {
        int count = cursor.show(block, Long.MAX_VALUE);
        for (int i = 0; i < count; i++) {
          Map.Entry<Long, byte[]> entry = entries.next();
          int from = block.offsets()[i];
          assertThat(block.rowids()[i]).isEqualTo(entry.getKey());
          assertThat(Arrays.copyOfRange(block.bytes(), from, from + block.sizes()[i]))
              .isEqualTo(entry.getValue());
        }
        if (count == 0) {
          entries.next();
        }
        found = cursor.next();
      }
    }
    assertThat(entries.hasNext()).isFalse();
  }

  private static void assertSeeks(Cursor cursor, long key, TreeMap<Long, byte[]> model) {
    assertSeek(cursor, key, Seek.EQUAL, model.containsKey(key) ? (Long) key : null);
    assertSeek(cursor, key, Seek.AT_LEAST, model.ceilingKey(key));
    assertSeek(cursor, key, Seek.AFTER, model.higherKey(key));
    assertSeek(cursor, key, Seek.AT_MOST, model.floorKey(key));
    assertSeek(cursor, key, Seek.BEFORE, model.lowerKey(key));
  }

  private static void assertSeek(Cursor cursor, long key, Seek seek, Long expected) {
    assertThat(cursor.seek(key, seek)).as("%s %d", seek, key).isEqualTo(expected != null);
    if (expected != null) {
      assertThat(cursor.rowid()).isEqualTo(expected);
    }
  }

  private static void assertSound(MemoryPages pages, int root) {
    IntegrityReport report = new IntegrityReport(10);
    PageReferences references = new PageReferences(pages);
    new TreeChecker(pages, references, report).checkTable(root);
    assertThat(report.messages()).isEmpty();
    for (int page : pages.livePages()) {
      assertThat(page == 1 || references.contains(page)).as("page %d is used", page).isTrue();
    }
  }

  private static long key(Random random, int span) {
    return switch (random.nextInt(20)) {
      case 0 -> random.nextLong();
      case 1 -> random.nextBoolean() ? Long.MAX_VALUE : Long.MIN_VALUE;
      case 2, 3 -> random.nextLong() >>> random.nextInt(64);
      default -> random.nextInt(span) - span / 10;
    };
  }

  @ParameterizedTest
  @CsvSource({
    "1, 512, 0, 800",
    "2, 512, 32, 800",
    "3, 1024, 0, 1500",
    "4, 4096, 0, 3000",
    "5, 65536, 0, 1500",
    "6, 512, 0, 1500",
    "7, 4096, 100, 2000",
  })
  void behavesLikeAMapUnderRandomChanges(long seed, int pageSize, int reserved, int operations) {
    Random random = new Random(seed);
    MemoryPages pages =
        new MemoryPages(pageSize, reserved, random.nextBoolean(), random.nextBoolean());
    int root = 1;
    if (random.nextBoolean()) {
      BTree.initialize(pages, 1, TreeKind.TABLE);
    } else {
      root = BTree.create(pages, TreeKind.TABLE);
    }
    TableTree tree = new TableTree(pages, root);
    TreeMap<Long, byte[]> model = new TreeMap<>();
    Cursor writer = tree.open(true);
    int span = operations / 2;
    for (int i = 0; i < operations; i++) {
      boolean shrinking = i / (operations / 4) % 2 == 1;
      long key = key(random, span);
      if (random.nextInt(10) < (shrinking ? 2 : 8)) {
        byte[] bytes = payload(random, pages.usableSize());
        writer.insert(key, bytes, 0, bytes.length);
        model.put(key, bytes);
        assertThat(writer.rowid()).isEqualTo(key);
      } else {
        assertSeek(writer, key, Seek.AT_LEAST, model.ceilingKey(key));
        if (writer.onEntry()) {
          model.remove(writer.rowid());
          writer.delete();
        }
      }
      assertSound(pages, root);
      if (i % 50 == 0) {
        assertSeeks(writer, key(random, span), model);
      }
      if (i % 200 == 0) {
        assertSame(tree, model);
      }
    }
    assertSame(tree, model);
    assertThat(tree.clear()).isEqualTo(model.size());
    assertSame(tree, new TreeMap<>());
    assertThat(pages.livePages()).hasSize(root == 1 ? 1 : 2);
  }

  @ParameterizedTest
  @CsvSource({"1, 512", "2, 512", "3, 1024", "4, 4096", "5, 4096", "6, 32768", "7, 65536"})
  void rowsChangeTheirSizesOneAfterTheOther(long seed, int pageSize) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(pageSize, 0, random.nextBoolean(), random.nextBoolean());
    int root = BTree.create(pages, TreeKind.TABLE);
    TableTree tree = new TableTree(pages, root);
    Cursor writer = tree.open(true);
    TreeMap<Long, byte[]> model = new TreeMap<>();
    int rows = Math.min(600, pageSize / 4);
    for (int i = 0; i < rows; i++) {
      put(writer, model, random.nextInt(5 * rows), sized(random, 4 + random.nextInt(30)));
    }
    for (int round = 0; round < 60; round++) {
      int change = random.nextInt(8);
      long from = random.nextInt(5 * rows);
      long to = from + (random.nextBoolean() ? 5L * rows : random.nextInt(rows));
      int step = random.nextInt(6) == 0 ? 2 : 1;
      int by = random.nextInt(9) == 0 ? random.nextInt(40) : 1 + random.nextInt(4);
      int number = 0;
      for (Long key : new TreeMap<>(model.subMap(from, to)).keySet()) {
        int size = model.get(key).length;
        switch (change) {
          case 0 -> {
            writer.seek(key, Seek.EQUAL);
            writer.delete();
            model.remove(key);
          }
          case 1 -> put(writer, model, key + 1, sized(random, 9));
          case 2, 3 -> put(writer, model, key, sized(random, Math.max(2, size - by)));
          default -> {
            if (number % step == 0) {
              put(writer, model, key, sized(random, size + random.nextInt(by + 1)));
            }
          }
        }
        if (++number > (change < 2 ? 20 : rows)) {
          break;
        }
        if (number % 8 == 1) {
          assertSound(pages, root);
        }
      }
      assertSound(pages, root);
      assertSame(tree, model);
    }
  }

  private static byte[] sized(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    bytes[0] |= 2; // as a record's header size begins
    return bytes;
  }

  private static void put(Cursor writer, TreeMap<Long, byte[]> model, long key, byte[] bytes) {
    writer.insert(key, bytes, 0, bytes.length);
    model.put(key, bytes);
  }

  @ParameterizedTest
  @CsvSource({"1, 512", "2, 1024", "3, 4096", "4, 4096", "5, 65536"})
  void rowsOfABlockArePutInLikeSingleOnes(long seed, int pageSize) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(pageSize, 0, random.nextBoolean(), random.nextBoolean());
    int root = BTree.create(pages, TreeKind.TABLE);
    TableTree tree = new TableTree(pages, root);
    Cursor writer = tree.open(true);
    Cursor reader = tree.open(false);
    TreeMap<Long, byte[]> model = new TreeMap<>();
    for (int round = 0; round < 12; round++) {
      int rows = 1 + random.nextInt(RowBlock.CAPACITY);
      long[] keys = keysBehind(random, rows, model.isEmpty() ? -500 : model.lastKey());
      byte[][] payloads = new byte[rows][];
      long last = model.isEmpty() ? 0 : model.lastKey();
      assertThat(reader.last()).isEqualTo(!model.isEmpty());
      for (int i = 0; i < rows; i++) {
        payloads[i] =
            random.nextInt(30) == 0 ? payload(random, pageSize) : sized(random, 2 + i % 9);
        model.put(keys[i], payloads[i]);
      }
      writer.insertRows(block(keys, payloads));
      assertThat(writer.rowid()).isEqualTo(keys[rows - 1]);
      assertThat(reader.onEntry()).isEqualTo(round > 0);
      assertThat(round == 0 || reader.rowid() == last).isTrue();
      assertSound(pages, root);
      assertSame(tree, model);
      boolean more = random.nextBoolean() && writer.last();
      while (more && random.nextInt(9) > 0) { // leaves gaps in the last leaf
        model.remove(writer.rowid());
        writer.delete();
        more = writer.previous();
      }
    }
  }

  @Test
  void aLeafIsWrittenOnceForAllRowsOfABlock() {
    MemoryPages pages = new MemoryPages(4096, 0, false, false);
    TableTree tree = new TableTree(pages, BTree.create(pages, TreeKind.TABLE));
    Cursor writer = tree.open(true);
    Random random = new Random(6);
    long key = 0;
    for (int round = 0; round < 100; round++) {
      long[] keys = keysBehind(random, 100, key);
      Arrays.sort(keys);
      key = keys[99] + 1;
      byte[][] payloads = new byte[100][];
      Arrays.fill(payloads, sized(random, 20));
      writer.insertRows(block(keys, payloads));
    }
    // Once to its end, once for the first of the next block, and the pages above.
    assertThat(pages.writes()).isLessThan(8 * pages.livePages().size());
  }

  private static long[] keysBehind(Random random, int count, long last) {
    long[] keys = new long[count];
    long before = last;
    for (int i = 0; i < count; i++) {
      keys[i] = before + (random.nextInt(40) == 0 ? -random.nextInt(9) : 1 + random.nextInt(300));
      before = keys[i];
    }
    return keys;
  }

  private static RowBlock block(long[] keys, byte[][] payloads) {
    RowBlock block = new RowBlock();
    block.begin(new byte[Arrays.stream(payloads).mapToInt(payload -> payload.length).sum() + 7]);
    int end = 7;
    for (int i = 0; i < keys.length; i++) {
      System.arraycopy(payloads[i], 0, block.bytes(), end, payloads[i].length);
      block.add(end, payloads[i].length, keys[i]);
      end += payloads[i].length;
    }
    return block;
  }

  @ParameterizedTest
  @CsvSource({"1, 512, 400", "2, 1024, 4000", "3, 4096, 4000", "4, 512, 4000", "5, 512, 30"})
  void rowsDeletedTogetherAreGoneAndOthersStay(long seed, int pageSize, int rows) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(pageSize, 0, random.nextBoolean(), random.nextBoolean());
    int root = BTree.create(pages, TreeKind.TABLE);
    TableTree tree = new TableTree(pages, root);
    Cursor writer = tree.open(true);
    Cursor reader = tree.open(false);
    TreeMap<Long, byte[]> model = new TreeMap<>();
    for (int round = 0; round < 12; round++) {
      for (int i = 0; i < rows / 4; i++) {
        long key = random.nextInt(3 * rows);
        put(writer, model, key, payload(random, random.nextInt(6) == 0 ? pageSize : pageSize / 8));
      }
      long sought = random.nextInt(3 * rows);
      assertSeek(reader, sought, Seek.AT_LEAST, model.ceilingKey(sought));
      long[] rowids = leaving(random, rows);
      int expected = 0;
      for (long rowid : rowids) {
        expected += model.remove(rowid) == null ? 0 : 1;
      }
      assertThat(writer.deleteEach(rowids, 0, rowids.length)).isEqualTo(expected);
      assertSound(pages, root);
      assertSame(tree, model);
    }
    long[] all = model.keySet().stream().mapToLong(Long::longValue).toArray();
    assertThat(writer.deleteEach(all, 0, all.length)).isEqualTo(all.length);
    assertSame(tree, new TreeMap<>());
    assertThat(pages.livePages()).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource({"1, 512, 600, 1", "2, 1024, 2000, 7", "3, 4096, 3000, 40", "4, 512, 900, 2000"})
  void rowsDeletedOneByOneLeaveNoLeafBehind(long seed, int pageSize, int rows, int stays) {
    Random random = new Random(seed);
    MemoryPages pages = new MemoryPages(pageSize, 0, random.nextBoolean(), random.nextBoolean());
    int root = BTree.create(pages, TreeKind.TABLE);
    TableTree tree = new TableTree(pages, root);
    Cursor writer = tree.open(true);
    TreeMap<Long, byte[]> model = new TreeMap<>();
    for (long key = 0; key < rows; key++) {
      put(writer, model, key, payload(random, pageSize / 8));
    }
    for (int pass = 0; pass < 2; pass++) {
      boolean found = writer.first();
      while (found) {
        if (pass == 1 || writer.rowid() % stays != stays - 1) {
          model.remove(writer.rowid());
          writer.delete();
          assertSound(pages, root);
        }
        found = writer.next();
      }
      assertSame(tree, model);
    }
    assertThat(pages.livePages()).hasSize(2);
  }

  /** Some rowids in a row, every third, or any, in ascending order. */
  private static long[] leaving(Random random, int rows) {
    int from = random.nextInt(3 * rows);
    int many = random.nextInt(2 * rows) + 1;
    return switch (random.nextInt(3)) {
      case 0 -> LongStream.range(from, from + many).toArray();
      case 1 -> LongStream.range(0, many).map(i -> 3 * i).toArray();
      default -> random.longs(many / 4 + 1, 0, 3L * rows).sorted().distinct().toArray();
    };
  }

  /** Two leaves of 40 small and 12 large rows, of which the large ones of the first go. */
  @Test
  void aLeafOfManyCellsIsAskedAtEachEighthWhetherItIsNearlyEmpty() {
    MemoryPages pages = new MemoryPages(4096, 0, false, false);
    int root = BTree.create(pages, TreeKind.TABLE);
    TableTree tree = new TableTree(pages, root);
    Cursor writer = tree.open(true);
    Random random = new Random(7);
    TreeMap<Long, byte[]> model = new TreeMap<>();
    for (long key = 1; key <= 104; key++) {
      put(writer, model, key, sized(random, key % 52 > 20 && key % 52 <= 32 ? 255 : 20));
    }
    assertThat(pages.livePages()).as("two leaves, their root and the first page").hasSize(4);
    for (long key = 21; key <= 32; key++) {
      int writes = pages.writes();
      writer.seek(key, Seek.EQUAL);
      writer.delete();
      model.remove(key);
      // It is nearly empty with 41 cells already.
      if (key < 32) {
        assertThat(pages.writes() - writes).as("row %d", key).isEqualTo(1);
      } else {
        assertThat(pages.writes() - writes).isGreaterThan(2);
      }
      assertSound(pages, root);
      assertSame(tree, model);
    }
  }
}
