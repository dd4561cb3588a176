package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.AutoIncrement;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.SearchKey;
import org.junit.jupiter.api.Test;

/** Each way to break the contract, and its error. */
abstract class MisuseContract extends ContractTopic {
  private KeyOrder order() {
    return new KeyOrder(
        List.of(new KeyOrder.Column(Collations.BINARY, false)), options().encoding());
  }

  @Test
  void everyCallAfterTheEndIsMisuse() {
    commitTable("t", 1);
    Transaction committed = begin(TransactionMode.IMMEDIATE);
    Tree.Table table = table(committed, "t");
    Cursor cursor = committed.open(table, true);
    assertThat(cursor.first()).isTrue();
    put(committed, table, 2, "x");
    committed.commit();
    Transaction rolledBack = begin(TransactionMode.IMMEDIATE);
    rolledBack.close();
    for (Transaction tx : List.of(committed, rolledBack)) {
      assertMisuse(tx::snapshot);
      assertMisuse(tx::makeWritable);
      assertMisuse(() -> tx.open(table, false));
      assertMisuse(() -> tx.count(table));
      assertMisuse(() -> tx.createTree(TreeKind.TABLE));
      assertMisuse(() -> tx.clearTree(table));
      assertMisuse(() -> tx.dropTree(table));
      assertMisuse(() -> tx.allocateRowid(table));
      assertMisuse(() -> tx.metadata(Metadata.USER_VERSION));
      assertMisuse(() -> tx.setMetadata(Metadata.USER_VERSION, 1));
      assertMisuse(tx::savepoint);
      assertMisuse(() -> tx.requireRow(table, 1));
      assertMisuse(() -> tx.changeDefinition("t"));
      assertMisuse(tx::commit);
      tx.close();
    }
    assertMisuse(cursor::next);
    assertMisuse(cursor::rowid);
    cursor.close();
  }

  @Test
  void changesNeedAWritableTransaction() {
    commitTable("t", 1);
    for (TransactionMode mode : List.of(TransactionMode.READ_ONLY, TransactionMode.DEFERRED)) {
      try (Transaction tx = begin(mode)) {
        Tree.Table table = table(tx, "t");
        assertMisuse(() -> tx.open(table, true));
        assertMisuse(() -> tx.createTree(TreeKind.INDEX));
        assertMisuse(() -> tx.dropTree(table));
        assertMisuse(() -> tx.clearTree(table));
        assertMisuse(() -> tx.setMetadata(Metadata.USER_VERSION, 1));
        assertMisuse(() -> tx.allocateRowid(table));
        assertMisuse(() -> tx.recordRowid(new AutoIncrement(table, "t"), 1));
        assertThat(rowids(tx, table)).containsExactly(1L);
      }
    }
  }

  @Test
  void cursorOpenedForReadingChangesNothing() {
    commitTable("t", 2);
    write(tx -> {
      try (Cursor cursor = tx.open(table(tx, "t"), false)) {
        assertThat(cursor.first()).isTrue();
        assertMisuse(cursor::delete);
        assertMisuse(() -> cursor.insert(3, new byte[] {2, 8}, 0, 2));
        assertThat(cursor.rowid()).isEqualTo(1);
      }
      assertThat(tx.count(table(tx, "t"))).isEqualTo(2);
    });
  }

  @Test
  void callsForTheOtherKindOfTreeAreMisuse() {
    write(tx -> {
      var index = new Tree.Index(newIndexTree(tx, "i"), "i", order(), 0, "t");
      putKey(tx, index, 1, 1);
      Tree.Table table = newTable(tx, "t");
      put(tx, table, 1, 1);
      try (Cursor cursor = tx.open(index, true)) {
        assertMisuse(() -> cursor.seek(1, Seek.EQUAL));
        assertMisuse(() -> cursor.insert(1, new byte[] {2, 8}, 0, 2));
        assertThat(cursor.first()).isTrue();
        assertMisuse(cursor::rowid);
      }
      try (Cursor cursor = tx.open(table, true)) {
        SearchKey key = new Records(tx.encoding()).key(1);
        assertMisuse(() -> cursor.seek(key, Seek.EQUAL));
        assertMisuse(() -> cursor.insert(new byte[] {2, 8}, 0, 2));
      }
      assertThat(tx.count(index)).isEqualTo(1);
      assertThat(tx.count(table)).isEqualTo(1);
    });
  }

  @Test
  void callsForAnEntryNeedOne() {
    commitTable("t", 1);
    write(tx -> {
      try (Cursor cursor = tx.open(table(tx, "t"), true)) {
        assertMisuse(cursor::rowid);
        assertMisuse(cursor::payloadSize);
        assertMisuse(cursor::bytes);
        assertMisuse(cursor::offset);
        assertMisuse(cursor::available);
        assertMisuse(() -> cursor.fetch(1));
        assertMisuse(cursor::delete);
        assertThat(cursor.first()).isTrue();
        assertMisuse(() -> cursor.fetch(cursor.payloadSize() + 1));
      }
    });
  }

  @Test
  void treeOfTheOtherKindOrNoneIsRefused() {
    commitTable("t", 1);
    long id = read(tx -> treeId(tx, "t"));
    assertWrongTree(() -> read(tx -> contents(tx, new Tree.Index(id, "t", order(), 0, "t"))));
    assertWrongTree(() -> read(tx -> contents(tx, new Tree.Table(1L << 31, "missing"))));
    assertThat(committedRowids("t")).containsExactly(1L);
  }

  private static void assertWrongTree(ThrowingCallable call) {
    assertThat(catchThrowable(call)).isInstanceOfAny(MisuseException.class, CorruptException.class);
  }

  @Test
  void catalogueAndTreesInUseCannotBeDropped() {
    commitTable("t", 1);
    write(tx -> {
      assertMisuse(() -> tx.dropTree(Tree.CATALOG));
      Tree.Table table = table(tx, "t");
      Cursor cursor = tx.open(table, false);
      assertMisuse(() -> tx.dropTree(table));
      assertThat(cursor.first()).isTrue();
      cursor.close();
      tx.dropTree(table);
      removeFromCatalogue(tx, "t");
    });
    assertThat(committedCatalogue().size()).isZero();
  }

  @Test
  void unknownMarksAreMisuse() {
    try (Transaction tx = begin(TransactionMode.READ_ONLY)) {
      assertMisuse(() -> tx.rollbackTo(12345));
      assertMisuse(() -> tx.release(12345));
      int mark = tx.savepoint();
      assertMisuse(() -> tx.release(mark + 1));
      tx.release(mark);
    }
  }

  @Test
  void claimsAreTakenInAnyWritableTransaction() {
    commitTable("t", 1);
    write(tx -> {
      tx.requireRow(table(tx, "t"), 1);
      var index = new Tree.Index(newIndexTree(tx, "i"), "i", order(), 1, "t");
      putKey(tx, index, 1, 1);
      tx.requireKey(index, new Records(tx.encoding()).key(1));
      tx.changeDefinition("T");
    });
  }
}
