package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.junit.jupiter.api.Test;

/** Cursors while their tree changes, through them and beside them. */
abstract class CursorChangeContract extends ContractTopic {
  private static byte[] record(Transaction tx, Object... values) {
    return new Records(tx.encoding()).of(values);
  }

  private static void insert(Transaction tx, Cursor cursor, long rowid, Object... values) {
    byte[] record = record(tx, values);
    cursor.insert(rowid, record, 0, record.length);
    assertThat(cursor.onEntry()).isTrue();
    assertThat(cursor.rowid()).isEqualTo(rowid);
  }

  @Test
  void insertLeavesTheCursorOnTheEntryAndKeepsNoArray() {
    commitTable("t", 10);
    write(tx -> {
      try (Cursor cursor = tx.open(table(tx, "t"), true)) {
        byte[] padded = new byte[100];
        byte[] record = record(tx, "mine", 5);
        System.arraycopy(record, 0, padded, 7, record.length);
        cursor.insert(20, padded, 7, record.length);
        Arrays.fill(padded, (byte) 0x55);
        assertThat(cursor.rowid()).isEqualTo(20);
        assertThat(Records.display(cursor, tx.encoding())).isEqualTo("'mine', 5");
        assertThat(cursor.previous()).isTrue();
        assertThat(cursor.rowid()).isEqualTo(10);
        insert(tx, cursor, 5, "replaced");
        assertThat(Records.display(cursor, tx.encoding())).isEqualTo("'replaced'");
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.rowid()).isEqualTo(6);
      }
      assertThat(tx.count(table(tx, "t"))).isEqualTo(11);
    });
  }

  @Test
  void insertAfterASeekThatMissed() {
    commitTable("t", 0);
    write(tx -> {
      try (Cursor cursor = tx.open(table(tx, "t"), true)) {
        for (long i = 0; i < 600; i++) {
          long rowid = i * 7919 % 1000;
          boolean there = cursor.seek(rowid, Seek.EQUAL);
          assertThat(there).isFalse();
          insert(tx, cursor, rowid, rowid, "x".repeat((int) (rowid % 90)));
        }
      }
      assertThat(rowids(tx, table(tx, "t"))).hasSize(600).isSorted();
    });
  }

  @Test
  void deleteLeavesTheCursorBetweenTheNeighbours() {
    commitTable("t", 10);
    write(tx -> {
      try (Cursor cursor = tx.open(table(tx, "t"), true)) {
        assertThat(cursor.seek(5, Seek.EQUAL)).isTrue();
        cursor.delete();
        assertThat(cursor.onEntry()).isFalse();
        assertMisuse(cursor::rowid);
        assertMisuse(cursor::delete);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.rowid()).isEqualTo(6);
        cursor.delete();
        assertThat(cursor.previous()).isTrue();
        assertThat(cursor.rowid()).isEqualTo(4);
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.rowid()).isEqualTo(7);
        assertThat(cursor.last()).isTrue();
        cursor.delete();
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.first()).isTrue();
        cursor.delete();
        assertThat(cursor.previous()).isFalse();
      }
    });
    assertThat(committedRowids("t")).containsExactly(2L, 3L, 4L, 7L, 8L, 9L);
  }

  @Test
  void scanThatDeletesMeetsEveryEntry() {
    commitTable("t", 3000);
    write(tx -> {
      try (Cursor cursor = tx.open(table(tx, "t"), true)) {
        int met = 0;
        for (boolean on = cursor.first(); on; on = cursor.next()) {
          met++;
          if (cursor.rowid() % 3 != 0) {
            cursor.delete();
          }
        }
        assertThat(met).isEqualTo(3000);
      }
    });
    assertThat(committedRowids("t")).hasSize(1000).allMatch(rowid -> rowid % 3 == 0).isSorted();
  }

  @Test
  void backwardScanThatDeletesEmptiesTheTree() {
    commitTable("t", 2000);
    write(tx -> {
      try (Cursor cursor = tx.open(table(tx, "t"), true)) {
        int met = 0;
        for (boolean on = cursor.last(); on; on = cursor.previous()) {
          met++;
          cursor.delete();
        }
        assertThat(met).isEqualTo(2000);
      }
      assertThat(tx.count(table(tx, "t"))).isZero();
      put(tx, table(tx, "t"), 1, "again");
    });
    assertThat(committedRowids("t")).containsExactly(1L);
  }

  @Test
  void cursorStandsBetweenNeighboursWhereAnotherDeletedItsEntry() {
    commitTable("t", 10);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      try (Cursor up = tx.open(table, false);
          Cursor down = tx.open(table, false)) {
        assertThat(up.seek(5, Seek.EQUAL)).isTrue();
        assertThat(down.seek(5, Seek.EQUAL)).isTrue();
        remove(tx, table, 5);
        assertThat(up.onEntry()).isFalse();
        remove(tx, table, 6);
        remove(tx, table, 4);
        assertThat(up.next()).isTrue();
        assertThat(up.rowid()).isEqualTo(7);
        assertThat(down.previous()).isTrue();
        assertThat(down.rowid()).isEqualTo(3);
      }
    });
  }

  @Test
  void cursorIsOnItsEntryAgainWhereItsKeyComesBack() {
    commitTable("t", 10);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      try (Cursor cursor = tx.open(table, false)) {
        assertThat(cursor.seek(5, Seek.EQUAL)).isTrue();
        remove(tx, table, 5);
        assertThat(cursor.onEntry()).isFalse();
        put(tx, table, 5, "back");
        assertThat(cursor.onEntry()).isTrue();
        assertThat(Records.display(cursor, tx.encoding())).isEqualTo("'back'");
        put(tx, table, 5, "x".repeat(20_000));
        assertThat(Records.values(cursor, tx.encoding()).getFirst()).isEqualTo("x".repeat(20_000));
        assertThat(cursor.next()).isTrue();
        assertThat(cursor.rowid()).isEqualTo(6);
      }
    });
  }

  @Test
  void entriesInsertedAheadAreMetAndThoseBehindAreNot() {
    commitTable("t", 0);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      for (long i = 10; i <= 1000; i += 10) {
        put(tx, table, i, i);
      }
      List<Long> met = new ArrayList<>();
      try (Cursor cursor = tx.open(table, false)) {
        for (boolean on = cursor.first(); on; on = cursor.next()) {
          long rowid = cursor.rowid();
          met.add(rowid);
          if (rowid % 10 == 0) {
            put(tx, table, rowid + 3, "ahead ".repeat(30));
            put(tx, table, rowid - 3, "behind ".repeat(30));
            assertThat(cursor.rowid()).isEqualTo(rowid);
          }
        }
      }
      List<Long> expected = new ArrayList<>();
      for (long i = 10; i <= 1000; i += 10) {
        expected.add(i);
        expected.add(i + 3);
      }
      assertThat(met).isEqualTo(expected);
    });
  }

  @Test
  void manyCursorsKeepTheirPlacesWhileTheTreeIsRebuiltAroundThem() {
    commitTable("t", 0);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      for (long i = 0; i < 2000; i += 2) {
        put(tx, table, i, i);
      }
      List<Cursor> cursors = new ArrayList<>();
      for (long i = 0; i < 2000; i += 50) {
        Cursor cursor = tx.open(table, false);
        assertThat(cursor.seek(i, Seek.EQUAL)).isTrue();
        cursors.add(cursor);
      }
      for (long i = 1; i < 2000; i += 2) {
        put(tx, table, i, "filler ".repeat(40));
      }
      for (long i = 0; i < 2000; i++) {
        if (i % 100 != 0 && i % 7 != 0) {
          remove(tx, table, i);
        }
      }
      for (int c = 0; c < cursors.size(); c++) {
        assertPlace(cursors.get(c), c * 50L);
      }
    });
  }

  /** What remained: multiples of 100 and of 7. */
  private static void assertPlace(Cursor cursor, long place) {
    boolean remained = place % 100 == 0 || place % 7 == 0;
    assertThat(cursor.onEntry()).as("place %s", place).isEqualTo(remained);
    long next = place + 1;
    while (next < 2000 && next % 100 != 0 && next % 7 != 0) {
      next++;
    }
    assertThat(cursor.next()).as("place %s", place).isEqualTo(next < 2000);
    if (next < 2000) {
      assertThat(cursor.rowid()).isEqualTo(next);
    }
    cursor.close();
  }

  @Test
  void rowsThatAreShownAreDeletedAndTheScanGoesOn() {
    for (int every : new int[] {1, 2, 3, 40}) {
      String name = "t" + every;
      commitTable(name, 3000);
      write(tx -> {
        try (Cursor cursor = tx.open(table(tx, name), true);
            Cursor other = tx.open(table(tx, name), false)) {
          assertThat(other.seek(1500, Seek.EQUAL)).isTrue();
          RowBlock block = new RowBlock();
          long expected = 1;
          for (boolean more = cursor.first(); more; more = cursor.next()) {
            assertThat(cursor.rowid()).isEqualTo(expected);
            int shown = cursor.show(block, Long.MAX_VALUE);
            if (shown > 0) {
              int[] places = multiples(block.rowids(), shown, every);
              if (places.length > 0) {
                cursor.deleteShown(block, places, places.length);
              }
            } else if (cursor.rowid() % every == 0) {
              cursor.delete();
            }
            expected += Math.max(1, shown);
          }
          assertThat(expected).isEqualTo(3001);
          assertThat(other.onEntry()).isEqualTo(1500 % every != 0);
          assertThat(other.next()).isEqualTo(every > 1);
        }
      });
      assertThat(committedRowids(name))
          .containsExactlyElementsOf(
              LongStream.rangeClosed(1, 3000).filter(i -> i % every != 0).boxed().toList());
    }
  }

  private static int[] multiples(long[] rowids, int count, int of) {
    return IntStream.range(0, count).filter(i -> rowids[i] % of == 0).toArray();
  }

  @Test
  void rowsThatAnotherTreeShowsArePutIn() {
    commitTable("t", 3000);
    commitTable("u", 5);
    write(tx -> {
      RowBlock block = new RowBlock();
      try (Cursor from = tx.open(table(tx, "t"), false);
          Cursor to = tx.open(table(tx, "u"), true)) {
        for (boolean more = from.first(); more; more = from.next()) {
          if (from.show(block, Long.MAX_VALUE) > 0) {
            to.insertRows(block);
          } else {
            from.fetch(from.payloadSize());
            to.insert(from.rowid(), from.bytes(), from.offset(), from.payloadSize());
          }
          assertThat(to.rowid()).isEqualTo(from.rowid());
        }
      }
    });
    assertThat(committedContents("u")).isEqualTo(committedContents("t")).hasSize(3000);
  }

  @Test
  void aBlockMayHoldRowsInAnyOrder() {
    commitTable("t", 10);
    write(tx -> {
      RowBlock block = new RowBlock();
      block.begin(record(tx, "new"));
      for (long rowid : new long[] {10, 11, 15, 11, 4, 20, 0}) {
        block.add(0, block.bytes().length, rowid);
      }
      try (Cursor cursor = tx.open(table(tx, "t"), true)) {
        cursor.insertRows(block);
        assertThat(cursor.rowid()).isZero();
      }
    });
    assertThat(committedRowids("t"))
        .containsExactly(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L, 11L, 15L, 20L);
    assertThat(committedContents("t"))
        .contains("0: 'new'", "4: 'new'", "10: 'new'", "11: 'new'", "20: 'new'", "9: 9, 'row 9'");
  }

  @Test
  void clearTreeLeavesCursorsNowhere() {
    commitTable("t", 700);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      try (Cursor cursor = tx.open(table, true)) {
        assertThat(cursor.seek(5, Seek.EQUAL)).isTrue();
        assertThat(tx.clearTree(table)).isEqualTo(700);
        assertThat(cursor.onEntry()).isFalse();
        put(tx, table, 9, "later");
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.first()).isTrue();
        assertThat(cursor.rowid()).isEqualTo(9);
      }
    });
  }

  @Test
  void replacingARecordBySmallerAndLargerOnesKeepsTheRest() {
    commitTable("t", 200);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      try (Cursor cursor = tx.open(table, true)) {
        for (int size : new int[] {10, 5000, 1, 300, 60_000, 0, 1000}) {
          for (long rowid = 1; rowid <= 200; rowid += 37) {
            insert(tx, cursor, rowid, new byte[size]);
          }
        }
      }
    });
    List<String> contents = read(tx -> contents(tx, table(tx, "t")));
    assertThat(contents).hasSize(200).contains("2: 2, 'row 2'", "200: 200, 'row 200'");
    assertThat(contents.get(37)).isEqualTo("38: x'" + "00".repeat(1000) + "'");
  }

  @Test
  void closedCursorRefusesEveryCall() {
    commitTable("t", 1);
    write(tx -> {
      Cursor cursor = tx.open(table(tx, "t"), true);
      assertThat(cursor.first()).isTrue();
      cursor.close();
      cursor.close();
      assertMisuse(cursor::first);
      assertMisuse(cursor::next);
      assertMisuse(cursor::rowid);
      assertMisuse(cursor::delete);
      assertMisuse(() -> insert(tx, cursor, 2, "x"));
    });
  }
}
