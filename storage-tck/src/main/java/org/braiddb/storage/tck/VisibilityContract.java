package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ReadOnlyException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.SnapshotStaleException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.junit.jupiter.api.Test;

/** What is visible when. */
abstract class VisibilityContract extends ContractTopic {
  private List<Long> rows(Transaction transaction) {
    return rowids(transaction, table(transaction, "t"));
  }

  private void add(long rowid) {
    write(tx -> put(tx, table(tx, "t"), rowid, "row"));
  }

  @Test
  void changesAreSeenByTheirOwnTransactionAtOnceAndByOthersAfterCommit() {
    commitTable("t", 1);
    try (Transaction writer = begin(TransactionMode.IMMEDIATE)) {
      put(writer, table(writer, "t"), 2, "x");
      assertThat(rows(writer)).containsExactly(1L, 2L);
      assertThat(committedRowids("t")).containsExactly(1L);
      writer.commit();
    }
    assertThat(committedRowids("t")).containsExactly(1L, 2L);
  }

  @Test
  void readerKeepsItsSnapshotWhileOthersCommit() {
    commitTable("t", 1);
    try (Transaction reader = begin(TransactionMode.READ_ONLY)) {
      assertThat(rows(reader)).containsExactly(1L);
      for (long i = 2; i < 20; i++) {
        add(i);
        assertThat(rows(reader)).containsExactly(1L);
      }
      assertThat(committedRowids("t")).hasSize(19);
    }
  }

  @Test
  void snapshotIsTakenAtTheFirstRead() {
    commitTable("t", 1);
    for (TransactionMode mode : List.of(TransactionMode.READ_ONLY, TransactionMode.DEFERRED)) {
      try (Transaction late = begin(mode)) {
        assertThat(late.mode()).isEqualTo(mode);
        assertThat(late.writable()).isFalse();
        int mark = late.savepoint();
        long rowid = mode.ordinal() + 10;
        add(rowid);
        late.release(mark);
        assertThat(rows(late)).contains(rowid);
        add(rowid + 100);
        assertThat(rows(late)).doesNotContain(rowid + 100);
      }
    }
  }

  @Test
  void commitNumbersRiseAndNameSnapshots() {
    commitTable("t", 1);
    long first = store.visibleCommit();
    long snapshot = read(Transaction::snapshot);
    assertThat(snapshot).isEqualTo(first);
    long second = write(tx -> put(tx, table(tx, "t"), 2, "x"));
    assertThat(second).isGreaterThan(first);
    assertThat(store.visibleCommit()).isEqualTo(second);
    try (Transaction reader = begin(TransactionMode.READ_ONLY)) {
      assertThat(reader.snapshot()).isEqualTo(second);
      add(3);
      assertThat(reader.snapshot()).isEqualTo(second);
      assertThat(reader.commit()).isEqualTo(second);
    }
  }

  @Test
  void commitOfNothingReturnsTheSnapshot() {
    commitTable("t", 1);
    long visible = store.visibleCommit();
    assertThat(write(_ -> {})).isEqualTo(visible);
    assertThat(write(tx -> assertThat(rows(tx)).hasSize(1))).isEqualTo(visible);
    assertThat(store.visibleCommit()).isEqualTo(visible);
  }

  @Test
  void atLeastIsHonouredOrBusy() {
    commitTable("t", 1);
    long commit = write(tx -> put(tx, table(tx, "t"), 2, "x"));
    TransactionOptions options =
        TransactionOptions.of(TransactionMode.READ_ONLY).withAtLeast(commit);
    try (Transaction reader = store.begin(options, new CallLimits())) {
      assertThat(rows(reader)).containsExactly(1L, 2L);
    }
    store.awaitVisible(commit, new CallLimits());
    assertFails(
        () -> store.awaitVisible(commit + 1000, new CallLimits()),
        BusyException.class,
        ResultCode.BUSY);
    assertFails(
        () -> {
          try (Transaction reader =
              store.begin(options.withAtLeast(commit + 1000), new CallLimits())) {
            long unused = reader.snapshot();
          }
        },
        BusyException.class,
        ResultCode.BUSY);
  }

  @Test
  void closeWithoutCommitUndoesEverything() {
    commitTable("t", 2);
    List<String> catalogue = read(tx -> contents(tx, Tree.CATALOG));
    try (Transaction writer = begin(TransactionMode.IMMEDIATE)) {
      put(writer, table(writer, "t"), 3, "x");
      remove(writer, table(writer, "t"), 1);
      put(writer, newTable(writer, "u"), 1, "x");
      writer.setMetadata(Metadata.USER_VERSION, 7);
    }
    assertThat(committedRowids("t")).containsExactly(1L, 2L);
    assertThat(committedCatalogue()).isEqualTo(catalogue);
    assertThat(committedNumber(Metadata.USER_VERSION)).isZero();
  }

  @Test
  void treesMadeTogetherHaveDifferentFinalIdsInTheCatalogue() {
    write(tx -> {
      for (int i = 0; i < 10; i++) {
        put(tx, newTable(tx, "t" + i), i, "of t" + i);
      }
    });
    write(tx -> put(tx, newTable(tx, "u"), 77, "of u"));
    List<Long> ids =
        read(tx -> {
          for (int i = 0; i < 10; i++) {
            assertThat(contents(tx, table(tx, "t" + i))).containsExactly(i + ": 'of t" + i + "'");
          }
          assertThat(rowids(tx, table(tx, "u"))).containsExactly(77L);
          return rowids(tx, Tree.CATALOG).stream()
              .map(line -> treeId(tx, line <= 10 ? "t" + (line - 1) : "u"))
              .toList();
        });
    assertThat(ids).hasSize(11).doesNotHaveDuplicates().doesNotContain(Tree.CATALOG_ID);
    assertThat(ids).allMatch(id -> id > 0);
  }

  @Test
  void otherColumnsOfTheCatalogueStayAsWritten() {
    write(tx -> {
      Tree.Table table = newTable(tx, "t");
      put(tx, Tree.CATALOG, 50, "view", "v", "v", 0, "of " + table.id());
      put(tx, table, 1, table.id());
    });
    long provisional =
        read(tx -> {
          String row = contents(tx, table(tx, "t")).getFirst();
          return Long.parseLong(row.substring("1: ".length()));
        });
    assertThat(committedCatalogue()).contains("50: 'view', 'v', 'v', 0, 'of " + provisional + "'");
  }

  /** See {@link Transaction#ownsCatalogue()}. */
  @Test
  void catalogueIsAsItsOwnerHasLeftIt() {
    commitTable("s", 3);
    commitTable("t", 3);
    for (TransactionMode mode : new TransactionMode[] {TransactionMode.IMMEDIATE, concurrent()}) {
      List<String> left;
      boolean owned;
      Tree.Table made;
      try (Transaction tx = begin(mode)) {
        tx.makeWritable();
        tx.dropTree(table(tx, "s"));
        removeFromCatalogue(tx, "s");
        made = newTable(tx, "s");
        put(tx, made, 1, "x");
        newIndexTree(tx, "i" + mode);
        left = contents(tx, Tree.CATALOG);
        owned = tx.ownsCatalogue();
        tx.commit();
      }
      if (owned) {
        assertThat(committedCatalogue()).as("%s", mode).isEqualTo(left);
        List<Long> rowids = read(tx -> rowids(tx, made));
        assertThat(rowids).containsExactly(1L);
      }
    }
  }

  private TransactionMode concurrent() {
    return capabilities().concurrentTransactions()
        ? TransactionMode.CONCURRENT
        : TransactionMode.DEFERRED;
  }

  @Test
  void readerOfADroppedTreeStillReadsIt() {
    commitTable("t", 500);
    commitTable("u", 1);
    try (Transaction reader = begin(TransactionMode.READ_ONLY)) {
      Tree.Table table = table(reader, "t");
      assertThat(reader.count(table)).isEqualTo(500);
      write(tx -> {
        tx.dropTree(table(tx, "t"));
        removeFromCatalogue(tx, "t");
      });
      write(tx -> {
        Tree.Table reuse = newTable(tx, "reuse");
        for (int i = 0; i < 500; i++) {
          put(tx, reuse, i, "reuse");
        }
      });
      assertThat(contents(reader, table)).hasSize(500).endsWith("500: 500, 'row 500'");
    }
    assertThat(committedRowids("u")).containsExactly(1L);
    assertThat(committedRowids("reuse").size()).isEqualTo(500);
  }

  @Test
  void deferredTransactionThatHasReadNothingWritesOnTheNewest() {
    commitTable("t", 1);
    try (Transaction deferred = begin(TransactionMode.DEFERRED)) {
      add(2);
      deferred.makeWritable();
      deferred.makeWritable();
      assertThat(deferred.writable()).isTrue();
      put(deferred, table(deferred, "t"), 3, "x");
      deferred.commit();
    }
    assertThat(committedRowids("t")).containsExactly(1L, 2L, 3L);
  }

  @Test
  void deferredTransactionThatHasReadTheNewestMayWrite() {
    commitTable("t", 1);
    try (Transaction deferred = begin(TransactionMode.DEFERRED)) {
      assertThat(rows(deferred)).hasSize(1);
      deferred.makeWritable();
      put(deferred, table(deferred, "t"), 2, "x");
      deferred.commit();
    }
    assertThat(committedRowids("t")).containsExactly(1L, 2L);
  }

  @Test
  void upgradeAfterAnotherCommitIsStaleAndTheTransactionStillReads() {
    commitTable("t", 1);
    try (Transaction deferred = begin(TransactionMode.DEFERRED, CallLimits.waiting(LONG))) {
      assertThat(rows(deferred)).hasSize(1);
      add(2);
      for (int attempt = 0; attempt < 2; attempt++) {
        assertFails(deferred::makeWritable, SnapshotStaleException.class, ResultCode.BUSY_SNAPSHOT);
        assertThat(deferred.writable()).isFalse();
        assertThat(rows(deferred)).containsExactly(1L);
      }
      add(3); // the writer lock is not held by the one that failed
    }
    try (Transaction again = begin(TransactionMode.DEFERRED)) {
      assertThat(rows(again)).hasSize(3);
      again.makeWritable();
    }
  }

  @Test
  void readOnlyTransactionNeverWrites() {
    commitTable("t", 1);
    try (Transaction reader = begin(TransactionMode.READ_ONLY)) {
      assertFails(reader::makeWritable, ReadOnlyException.class, ResultCode.READONLY);
      assertThat(rows(reader)).hasSize(1);
    }
  }

  @Test
  void clearAndCountAreExact() {
    commitTable("t", 1234);
    assertThat(committedRowids("t").size()).isEqualTo(1234);
    write(tx -> {
      Tree.Table table = table(tx, "t");
      remove(tx, table, 17);
      assertThat(tx.count(table)).isEqualTo(1233);
      assertThat(tx.clearTree(table)).isEqualTo(1233);
      assertThat(tx.count(table)).isZero();
      assertThat(tx.clearTree(table)).isZero();
      assertThat(contents(tx, table)).isEmpty();
      put(tx, table, 5, "again");
    });
    assertThat(committedRowids("t")).containsExactly(5L);
  }
}
