package org.braiddb.storage.file.btree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.TreeSet;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.TreeKind;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The way to rows that were announced is gone once; whatever comes between, it leads to them. */
class ExpectedRowsTest {
  private static final int KEYS = 3000;

  private final byte[] record = new byte[40];

  @ParameterizedTest
  @CsvSource({"1, 512, 40", "2, 512, 2000", "3, 1024, 3000", "4, 512, 3000"})
  void rowsAnnouncedAreFoundAsOthersAre(long seed, int pageSize, int entries) {
    Random random = new Random(seed);
    record[0] = 2; // a header for one BLOB of the rest
    record[1] = 12 + 2 * 38;
    MemoryPages pages = new MemoryPages(pageSize, 0, true, true);
    TableTree tree = new TableTree(pages, BTree.create(pages, TreeKind.TABLE));
    TreeSet<Long> model = new TreeSet<>();
    try (Cursor reader = tree.open(false);
        Cursor writer = tree.open(true)) {
      for (int i = 0; i < entries; i++) {
        insert(writer, random.nextInt(KEYS), model);
      }
      for (int round = 0; round < 300; round++) {
        long[] wanted = random.longs(1 + random.nextInt(32), -5, KEYS + 5).toArray();
        reader.expect(wanted, wanted.length);
        for (long key : wanted) {
          switch (random.nextInt(12)) {
            case 0 -> insert(writer, random.nextInt(KEYS), model);
            case 1 -> delete(writer, random.nextInt(KEYS), model);
            case 2 -> assertSeek(reader, random.nextInt(KEYS), Seek.AT_LEAST, model);
            default -> {
              // Nothing comes between.
            }
          }
          if (random.nextInt(8) > 0) {
            assertSeek(reader, key, Seek.values()[random.nextInt(Seek.values().length)], model);
          }
        }
      }
    }
  }

  private void insert(Cursor cursor, long key, TreeSet<Long> model) {
    cursor.insert(key, record, 0, record.length);
    model.add(key);
  }

  private static void delete(Cursor cursor, long key, TreeSet<Long> model) {
    assertThat(cursor.seek(key, Seek.EQUAL)).isEqualTo(model.remove(key));
    if (cursor.onEntry()) {
      cursor.delete();
    }
  }

  private static void assertSeek(Cursor cursor, long key, Seek seek, TreeSet<Long> model) {
    Long found =
        switch (seek) {
          case EQUAL -> model.contains(key) ? Long.valueOf(key) : null;
          case AT_LEAST -> model.ceiling(key);
          case AFTER -> model.higher(key);
          case AT_MOST -> model.floor(key);
          case BEFORE -> model.lower(key);
        };
    assertThat(cursor.seek(key, seek)).as("%s %d", seek, key).isEqualTo(found != null);
    if (found != null) {
      assertThat(cursor.rowid()).isEqualTo(found);
      assertNeighbours(cursor, found, model);
    }
  }

  /** The whole way is right, not only its end. */
  private static void assertNeighbours(Cursor cursor, long key, TreeSet<Long> model) {
    Long next = model.higher(key);
    assertThat(cursor.next()).isEqualTo(next != null);
    for (int i = 0; i < 60 && next != null; i++) {
      assertThat(cursor.rowid()).isEqualTo(next);
      next = model.higher(next);
      assertThat(cursor.next()).isEqualTo(next != null);
    }
  }
}
