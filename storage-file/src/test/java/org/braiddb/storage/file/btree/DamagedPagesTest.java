package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Random;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Whatever the bytes of a file, reading and changing it ends, with a result or as corrupt. */
class DamagedPagesTest {
  private static final KeyOrder ORDER =
      new KeyOrder(
          List.of(
              new KeyOrder.Column(Collations.NOCASE, false),
              new KeyOrder.Column(Collations.BINARY, true)),
          TextEncoding.UTF_8);

  private static final int ENTRIES = 150;
  private static final int PAGE_SIZE = 512;

  /** More with {@code -Dbraid.damage.rounds=...}. */
  private static final int ROUNDS = Integer.getInteger("braid.damage.rounds", 2000);

  private final RecordWriter writer = new RecordWriter();

  private byte[] record(int key, Random random) {
    byte[] text = new byte[random.nextInt(key % 25 == 0 ? 1600 : 40)];
    random.nextBytes(text);
    writer.clear();
    writer.addInteger(key);
    writer.addBlob(text, 0, text.length);
    byte[] record = new byte[writer.length()];
    System.arraycopy(writer.bytes(), 0, record, 0, record.length);
    return record;
  }

  private static BTree tree(MemoryPages pages, TreeKind kind, int root) {
    return kind == TreeKind.TABLE
        ? new TableTree(pages, root)
        : new IndexTree(pages, root, ORDER, IndexTree.ALL_COLUMNS);
  }

  private static void insert(TreeKind kind, Cursor cursor, int key, byte[] record) {
    if (kind == TreeKind.TABLE) {
      cursor.insert(key, record, 0, record.length);
    } else {
      cursor.insert(record, 0, record.length);
    }
  }

  private byte[] soundFile(TreeKind kind) {
    MemoryPages pages = new MemoryPages(PAGE_SIZE, 0, false, false);
    BTree.initialize(pages, 1, TreeKind.TABLE);
    BTree tree = tree(pages, kind, BTree.create(pages, kind));
    Random random = new Random(7);
    try (Cursor cursor = tree.open(true)) {
      for (int i = 0; i < ENTRIES; i++) {
        int key = random.nextInt(1000);
        insert(kind, cursor, key, record(key, random));
      }
      for (int i = 0; i < ENTRIES / 3; i++) {
        if (seek(kind, cursor, random.nextInt(1000), Seek.AT_LEAST)) {
          cursor.delete();
        }
      }
    }
    return pages.image();
  }

  private static boolean seek(TreeKind kind, Cursor cursor, int key, Seek seek) {
    if (kind == TreeKind.TABLE) {
      return cursor.seek(key, seek);
    }
    SearchKey search = new SearchKey(1);
    search.addInteger(key);
    return cursor.seek(search, seek);
  }

  private static void attempt(Runnable action) {
    try {
      action.run();
    } catch (CorruptException e) {
      assertThat(e).hasMessageContaining("memory, page");
    }
  }

  private static void scan(Cursor cursor, boolean forward) {
    int most = 20_000;
    boolean found = forward ? cursor.first() : cursor.last();
    while (found && most-- > 0) {
      cursor.fetch(cursor.payloadSize());
      found = forward ? cursor.next() : cursor.previous();
    }
  }

  @ParameterizedTest
  @CsvSource({"TABLE, 1", "INDEX, 2"})
  void onlyCorruptionIsReportedWhateverTheDamage(TreeKind kind, long seed) {
    byte[] sound = soundFile(kind);
    Random random = new Random(seed);
    for (int round = 0; round < ROUNDS; round++) {
      byte[] file = sound.clone();
      int flips = 1 + random.nextInt(4);
      for (int i = 0; i < flips; i++) {
        int page = 1 + random.nextInt(file.length / PAGE_SIZE - 1);
        int offset = random.nextBoolean() ? random.nextInt(30) : random.nextInt(PAGE_SIZE);
        int value =
            switch (random.nextInt(4)) {
              case 0 -> 0xff;
              case 1 -> random.nextInt(16);
              case 2 -> file[page * PAGE_SIZE + offset] ^ 1 << random.nextInt(8);
              default -> random.nextInt(256);
            };
        file[page * PAGE_SIZE + offset] = (byte) value;
      }
      attemptAll(kind, file, random);
    }
  }

  private void attemptAll(TreeKind kind, byte[] file, Random random) {
    MemoryPages pages = MemoryPages.of(file);
    BTree tree = tree(pages, kind, 2);
    IntegrityReport report = new IntegrityReport(100);
    TreeChecker checker = new TreeChecker(pages, new PageReferences(pages), report);
    if (kind == TreeKind.TABLE) {
      checker.checkTable(2);
    } else {
      checker.checkIndex(2, ORDER, IndexTree.ALL_COLUMNS);
    }
    try (Cursor cursor = tree.open(true);
        Cursor other = tree.open(true)) {
      attempt(() -> scan(cursor, true));
      attempt(() -> scan(cursor, false));
      attempt(tree::count);
      for (int i = 0; i < 25; i++) {
        int key = random.nextInt(1100);
        cursor.expect(new long[] {key, key + 1, 2L * key}, kind == TreeKind.TABLE ? 3 : 0);
        attempt(() -> seek(kind, cursor, key, Seek.values()[random.nextInt(5)]));
        attempt(() -> insert(kind, other, key, record(key, random)));
        attempt(() -> {
          if (seek(kind, cursor, key + 1, Seek.AT_LEAST)) {
            cursor.delete();
            cursor.next();
          }
        });
      }
      attempt(tree::clear);
    }
  }

  @Test
  void theMessageSaysWhereAndWhat() {
    byte[] file = soundFile(TreeKind.TABLE);
    file[PAGE_SIZE] = (byte) 200;
    TableTree tree = new TableTree(MemoryPages.of(file), 2);
    assertThatThrownBy(tree::count)
        .isInstanceOf(CorruptException.class)
        .hasMessageContaining("memory, page 2, offset 0: expected page type 5 or 13, found 200");
  }

  /** Such as a row that a scan meets and a search does not: then there is no entry to point at. */
  @ParameterizedTest
  @EnumSource(TreeKind.class)
  void whatASearchMissesIsReportedWhereItShouldBe(TreeKind kind) {
    MemoryPages pages = new MemoryPages(PAGE_SIZE, 0, false, false);
    BTree.initialize(pages, 1, TreeKind.TABLE);
    int root = BTree.create(pages, kind);
    Random random = new Random(3);
    try (Cursor cursor = tree(pages, kind, root).open(true)) {
      for (int key : new int[] {1, 2, 4}) {
        insert(kind, cursor, key, record(key, random));
      }
      assertThat(seek(kind, cursor, 3, Seek.EQUAL)).isFalse();
      assertThat(cursor.contradiction(ResultCode.CORRUPT, "row 3", "none"))
          .hasMessageEndingWith(
              ", page " + root + ", offset " + (8 + 2 * 2) + ": expected row 3, found none");
      assertThat(cursor.last()).isTrue();
      assertThat(cursor.next()).isFalse();
      assertThat(cursor.contradiction(ResultCode.CORRUPT, "row 5", "none"))
          .hasMessageEndingWith(": expected row 5, found none")
          .hasMessageNotContaining("page");
    }
  }

  @Test
  void aChildThatIsItsOwnParentIsReported() {
    byte[] file = soundFile(TreeKind.TABLE);
    PageBytes.putI32(file, PAGE_SIZE + NodeLayout.RIGHT_CHILD, 2);
    TableTree tree = new TableTree(MemoryPages.of(file), 2);
    assertThatThrownBy(tree::count).isInstanceOf(CorruptException.class);
    assertThatThrownBy(tree::clear).isInstanceOf(CorruptException.class);
  }

  @Test
  void aFreeBlockAtTheEndOfThePageIsReportedWhereARowGrows() {
    MemoryPages pages = new MemoryPages(PAGE_SIZE, 0, false, false);
    BTree.initialize(pages, 1, TreeKind.TABLE);
    int root = BTree.create(pages, TreeKind.TABLE);
    try (Cursor cursor = tree(pages, TreeKind.TABLE, root).open(true)) {
      cursor.insert(1, new byte[] {2, 1, 7}, 0, 3);
    }
    byte[] file = pages.image();
    PageBytes.putU16(file, (root - 1) * PAGE_SIZE + NodeLayout.FIRST_FREEBLOCK, PAGE_SIZE);
    try (Cursor cursor = tree(MemoryPages.of(file), TreeKind.TABLE, root).open(true)) {
      assertThatThrownBy(() -> cursor.insert(1, new byte[] {2, 2, 7, 8}, 0, 4))
          .isInstanceOf(CorruptException.class)
          .hasMessageContaining("expected a free block");
    }
  }
}
