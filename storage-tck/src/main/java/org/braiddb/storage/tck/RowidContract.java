package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.AutoIncrement;
import org.braiddb.storage.Tree;
import org.junit.jupiter.api.Test;

/** New rowids, AUTOINCREMENT's among them. */
abstract class RowidContract extends ContractTopic {
  @Test
  void rowidIsOneMoreThanTheLargest() {
    write(tx -> {
      Tree.Table table = newTable(tx, "t");
      assertThat(tx.allocateRowid(table)).isEqualTo(1);
      put(tx, table, 1, "x");
      assertThat(tx.allocateRowid(table)).isEqualTo(2);
      put(tx, table, 41, "x");
      assertThat(tx.allocateRowid(table)).isEqualTo(42);
      remove(tx, table, 41);
      assertThat(tx.allocateRowid(table)).isEqualTo(2);
      tx.clearTree(table);
      put(tx, table, -7, "x");
      assertThat(tx.allocateRowid(table)).isEqualTo(-6);
    });
    write(tx -> assertThat(tx.allocateRowid(table(tx, "t"))).isEqualTo(-6));
  }

  @Test
  void severalRowidsAreThoseThatSingleCallsWouldGive() {
    write(tx -> {
      Tree.Table table = newTable(tx, "t");
      put(tx, table, 7, "x");
      long[] rowids = new long[50];
      long expected = 8;
      while (expected < 100) {
        int given = tx.allocateRowids(table, rowids, rowids.length);
        assertThat(given).isBetween(1, rowids.length);
        for (int i = 0; i < given; i++) {
          assertThat(rowids[i]).isEqualTo(expected++);
          put(tx, table, rowids[i], "x");
        }
      }
      put(tx, table, Long.MAX_VALUE - 2, "x");
      int left = 2;
      while (left > 0) {
        int given = tx.allocateRowids(table, rowids, rowids.length);
        assertThat(given).isBetween(1, left);
        for (int i = 0; i < given; i++) {
          assertThat(rowids[i]).isEqualTo(Long.MAX_VALUE + 1 - left--);
          put(tx, table, rowids[i], "x");
        }
      }
      assertThat(tx.allocateRowids(table, rowids, rowids.length)).isOne();
      assertThat(rowids[0]).isPositive();
    });
  }

  @Test
  void rolledBackRowidsAreGivenAgain() {
    commitTable("t", 5);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      int mark = tx.savepoint();
      put(tx, table, tx.allocateRowid(table), "x");
      put(tx, table, tx.allocateRowid(table), "x");
      assertThat(tx.allocateRowid(table)).isEqualTo(8);
      tx.rollbackTo(mark);
      assertThat(tx.allocateRowid(table)).isEqualTo(6);
      put(tx, table, 6, "x");
    });
    write(tx -> assertThat(tx.allocateRowid(table(tx, "t"))).isEqualTo(7));
  }

  @Test
  void unusedPositiveRowidsAreFoundOnceTheLargestIsTaken() {
    write(tx -> {
      Tree.Table table = newTable(tx, "t");
      put(tx, table, Long.MAX_VALUE, "x");
      for (int i = 0; i < 50; i++) {
        long rowid = tx.allocateRowid(table);
        assertThat(rowid).isPositive();
        assertThat(rowids(tx, table)).doesNotContain(rowid);
        put(tx, table, rowid, "x");
      }
      assertThat(tx.count(table)).isEqualTo(51);
    });
  }

  private AutoIncrement sequence(Transaction tx) {
    return new AutoIncrement(table(tx, "sqlite_sequence"), "t");
  }

  private void commitSequence() {
    write(tx -> {
      newTable(tx, "sqlite_sequence");
      newTable(tx, "t");
    });
  }

  @Test
  void autoIncrementNeverGivesARecordedRowidAgain() {
    commitSequence();
    write(tx -> {
      Tree.Table table = table(tx, "t");
      assertThat(tx.allocateRowid(table, sequence(tx))).isEqualTo(1);
      put(tx, table, 1, "x");
      put(tx, table, 2, "x");
      tx.recordRowid(sequence(tx), 2);
      assertThat(contents(tx, sequence(tx).sequences())).containsExactly("1: 't', 2");
      tx.clearTree(table);
      assertThat(tx.allocateRowid(table, sequence(tx))).isEqualTo(3);
      assertThat(tx.allocateRowid(table)).isEqualTo(1);
    });
    write(tx -> {
      Tree.Table table = table(tx, "t");
      assertThat(tx.allocateRowid(table, sequence(tx))).isEqualTo(3);
      put(tx, table, 10, "x");
      assertThat(tx.allocateRowid(table, sequence(tx))).isEqualTo(11);
      tx.recordRowid(sequence(tx), 10);
      tx.recordRowid(sequence(tx), 5);
      assertThat(contents(tx, sequence(tx).sequences())).containsExactly("1: 't', 10");
    });
  }

  @Test
  void recordedNumbersRollBack() {
    commitSequence();
    write(tx -> {
      tx.recordRowid(sequence(tx), 4);
      int mark = tx.savepoint();
      tx.recordRowid(sequence(tx), 9);
      tx.rollbackTo(mark);
      assertThat(tx.allocateRowid(table(tx, "t"), sequence(tx))).isEqualTo(5);
    });
    assertThat(committedContents("sqlite_sequence")).containsExactly("1: 't', 4");
  }

  @Test
  void sequencesOfOtherTablesAreNotTouched() {
    commitSequence();
    write(tx -> {
      Tree.Table sequences = table(tx, "sqlite_sequence");
      put(tx, sequences, 1, "T", 50);
      put(tx, sequences, 2, "tt", 60);
      put(tx, sequences, 3, Records.NULL, 70);
      assertThat(tx.allocateRowid(table(tx, "t"), sequence(tx))).isEqualTo(1);
      tx.recordRowid(sequence(tx), 1);
      assertThat(contents(tx, sequences))
          .containsExactly("1: 'T', 50", "2: 'tt', 60", "3: NULL, 70", "4: 't', 1");
    });
  }

  @Test
  void numbersThatTheUserWroteAreObeyed() {
    commitSequence();
    write(tx -> {
      Tree.Table table = table(tx, "t");
      Tree.Table sequences = table(tx, "sqlite_sequence");
      put(tx, table, 3, "x");
      put(tx, sequences, 8, "t", 500);
      assertThat(tx.allocateRowid(table, sequence(tx))).isEqualTo(501);
      put(tx, sequences, 8, "t", 2);
      assertThat(tx.allocateRowid(table, sequence(tx))).isEqualTo(4);
      put(tx, sequences, 8, "t", Records.NULL);
      assertThat(tx.allocateRowid(table, sequence(tx))).isEqualTo(4);
      put(tx, sequences, 8, "t", -9);
      tx.clearTree(table);
      assertThat(tx.allocateRowid(table, sequence(tx))).isEqualTo(1);
    });
  }

  @Test
  void autoIncrementIsFullAtTheLargestRowid() {
    commitSequence();
    write(tx -> {
      Tree.Table table = table(tx, "t");
      put(tx, table, Long.MAX_VALUE, "x");
      assertFails(
          () -> tx.allocateRowid(table, sequence(tx)), StoreFullException.class, ResultCode.FULL);
      tx.recordRowid(sequence(tx), Long.MAX_VALUE);
      tx.clearTree(table);
      assertFails(
          () -> tx.allocateRowid(table, sequence(tx)), StoreFullException.class, ResultCode.FULL);
    });
  }
}
