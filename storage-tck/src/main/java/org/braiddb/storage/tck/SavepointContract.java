package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.junit.jupiter.api.Test;

/** Marks inside a transaction. */
abstract class SavepointContract extends ContractTopic {
  @Test
  void rollbackToUndoesChangesOfEveryKind() {
    commitTable("kept", 300);
    commitTable("dropped", 300);
    commitTable("cleared", 300);
    write(tx -> {
      Tree.Table kept = table(tx, "kept");
      put(tx, kept, 1000, "before the mark");
      List<String> catalogue = contents(tx, Tree.CATALOG);
      int mark = tx.savepoint();
      for (int i = 1; i <= 300; i += 2) {
        remove(tx, kept, i);
        put(tx, kept, 2000 + i, "x".repeat(i * 20));
      }
      tx.dropTree(table(tx, "dropped"));
      removeFromCatalogue(tx, "dropped");
      tx.clearTree(table(tx, "cleared"));
      put(tx, newTable(tx, "made"), 1, "x");
      tx.setMetadata(Metadata.USER_VERSION, 3);
      tx.rollbackTo(mark);

      assertThat(contents(tx, Tree.CATALOG)).isEqualTo(catalogue);
      assertThat(tx.metadata(Metadata.USER_VERSION)).isZero();
    });
    read(tx -> {
      assertThat(tx.count(table(tx, "kept"))).isEqualTo(301);
      assertThat(contents(tx, table(tx, "kept"))).endsWith("1000: 'before the mark'");
      assertThat(contents(tx, table(tx, "dropped"))).hasSize(300);
      assertThat(contents(tx, table(tx, "cleared"))).hasSize(300);
      return "";
    });
  }

  @Test
  void marksNestAndHandlesRise() {
    commitTable("t", 0);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      List<Integer> marks = new ArrayList<>();
      for (int i = 1; i <= 10; i++) {
        marks.add(tx.savepoint());
        put(tx, table, i, i);
      }
      assertThat(marks).isSorted().doesNotHaveDuplicates();
      tx.rollbackTo(marks.get(7));
      assertThat(rowids(tx, table)).hasSize(7);
      tx.release(marks.get(5));
      assertThat(rowids(tx, table)).hasSize(7);
      assertMisuse(() -> tx.rollbackTo(marks.get(6)));
      assertMisuse(() -> tx.rollbackTo(marks.get(5)));
      assertMisuse(() -> tx.release(marks.get(9)));
      tx.rollbackTo(marks.get(4));
      assertThat(rowids(tx, table)).hasSize(4);
      tx.rollbackTo(marks.get(0));
      assertThat(rowids(tx, table)).isEmpty();
      put(tx, table, 50, "kept");
    });
    assertThat(committedRowids("t")).containsExactly(50L);
  }

  @Test
  void markStaysOpenAfterRollbackToIt() {
    commitTable("t", 1);
    write(tx -> {
      int mark = tx.savepoint();
      for (int round = 0; round < 3; round++) {
        put(tx, table(tx, "t"), 2, "round " + round);
        int inner = tx.savepoint();
        put(tx, table(tx, "t"), 3, "round " + round);
        tx.rollbackTo(mark);
        assertThat(rowids(tx, table(tx, "t"))).containsExactly(1L);
        assertMisuse(() -> tx.release(inner));
      }
      tx.release(mark);
      assertMisuse(() -> tx.rollbackTo(mark));
    });
  }

  @Test
  void releaseKeepsWhatAnOuterMarkCanStillUndo() {
    commitTable("t", 0);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      int outer = tx.savepoint();
      put(tx, table, 1, "x");
      int inner = tx.savepoint();
      put(tx, table, 2, "x");
      tx.release(inner);
      assertThat(rowids(tx, table)).containsExactly(1L, 2L);
      tx.rollbackTo(outer);
      assertThat(rowids(tx, table)).isEmpty();
    });
  }

  @Test
  void cursorsStayOpenPositionedNowhere() {
    commitTable("t", 10);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      try (Cursor cursor = tx.open(table, true)) {
        assertThat(cursor.seek(5, Seek.EQUAL)).isTrue();
        int mark = tx.savepoint();
        put(tx, table, 11, "x");
        tx.rollbackTo(mark);
        assertThat(cursor.onEntry()).isFalse();
        assertThat(cursor.next()).isFalse();
        assertThat(cursor.previous()).isFalse();
        assertThat(cursor.last()).isTrue();
        assertThat(cursor.rowid()).isEqualTo(10);
        cursor.delete();
      }
    });
    assertThat(committedRowids("t")).hasSize(9);
  }

  @Test
  void marksWorkBeforeTheFirstReadAndInReaders() {
    commitTable("t", 2);
    try (Transaction deferred = begin(TransactionMode.DEFERRED)) {
      int mark = deferred.savepoint();
      assertThat(rowids(deferred, table(deferred, "t"))).hasSize(2);
      deferred.makeWritable();
      remove(deferred, table(deferred, "t"), 1);
      deferred.rollbackTo(mark);
      assertThat(deferred.writable()).isTrue();
      assertThat(rowids(deferred, table(deferred, "t"))).hasSize(2);
      remove(deferred, table(deferred, "t"), 2);
      deferred.commit();
    }
    try (Transaction reader = begin(TransactionMode.READ_ONLY)) {
      int mark = reader.savepoint();
      assertThat(rowids(reader, table(reader, "t"))).containsExactly(1L);
      reader.rollbackTo(mark);
      reader.release(mark);
      assertThat(rowids(reader, table(reader, "t"))).containsExactly(1L);
    }
  }

  @Test
  void manyMarksAndStatementsInOneTransaction() {
    commitTable("t", 100);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      int outer = tx.savepoint();
      for (int i = 1; i <= 1500; i++) {
        int statement = tx.savepoint();
        put(tx, table, 100 + i, "row");
        if (i % 3 == 0) {
          tx.rollbackTo(statement);
        }
        tx.release(statement);
      }
      assertThat(tx.count(table)).isEqualTo(1100);
      int depth = tx.savepoint();
      for (int i = 0; i < 300; i++) {
        tx.savepoint();
        remove(tx, table, 100 + 3 * i + 1);
      }
      assertThat(tx.count(table)).isEqualTo(800);
      tx.rollbackTo(depth);
      assertThat(tx.count(table)).isEqualTo(1100);
      tx.rollbackTo(outer);
    });
    assertThat(committedRowids("t").size()).isEqualTo(100);
  }

  @Test
  void indexTreesAreUndoneToo() {
    KeyOrder order =
        new KeyOrder(List.of(new KeyOrder.Column(Collations.NOCASE, true)), options().encoding());
    List<String> before = new ArrayList<>();
    write(tx -> {
      var index = new Tree.Index(newIndexTree(tx, "i"), "i", order, 0, "t");
      for (int i = 0; i < 400; i++) {
        putKey(tx, index, "key " + (char) ('A' + i % 26), i);
      }
      before.addAll(contents(tx, index));
      int mark = tx.savepoint();
      try (Cursor cursor = tx.open(index, true)) {
        List<Integer> numbers = new ArrayList<>(List.of(1, 55, 399, 200));
        Collections.reverse(numbers);
        for (int i : numbers) {
          var key = new Records(tx.encoding()).key("KEY " + (char) ('a' + i % 26), i);
          assertThat(cursor.seek(key, Seek.EQUAL)).isTrue();
          cursor.delete();
        }
      }
      for (int i = 1000; i < 1400; i++) {
        putKey(tx, index, "key " + i, i);
      }
      assertThat(tx.count(index)).isEqualTo(796);
      tx.rollbackTo(mark);
      assertThat(contents(tx, index)).isEqualTo(before);
    });
    List<String> after =
        read(tx -> contents(tx, new Tree.Index(treeId(tx, "i"), "i", order, 0, "t")));
    assertThat(after).isEqualTo(before);
  }
}
