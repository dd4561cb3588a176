package org.braiddb.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CancelledException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ReadOnlyException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.SnapshotStaleException;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Transaction.Metadata;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.UnsupportedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalTransactionsTest {
  @TempDir Path directory;
  private Database database;
  private Tree.Table table;

  @BeforeEach
  void open() {
    database = new Database(new WalEngine(), directory.resolve("t.db"), StoreOptions.DEFAULTS);
    table = database.table();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private void insert(Transaction transaction, long id, String body) {
    try (Cursor cursor = transaction.open(table, true)) {
      Database.put(cursor, id, body);
    }
  }

  private long insert(long id, String body) {
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      insert(transaction, id, body);
      return transaction.commit();
    }
  }

  @Test
  void readerKeepsItsSnapshotWhileOthersCommitAndCheckpoint() {
    insert(1, "old");
    try (Transaction reader = database.begin(TransactionMode.READ_ONLY)) {
      assertThat(Database.rows(reader)).containsExactly(Map.entry(1L, "old"));
      for (int i = 0; i < 200; i++) {
        insert(1 + i % 3, "new " + i);
        database
            .checkpointing()
            .checkpoint(org.braiddb.storage.Facets.CheckpointMode.PASSIVE, Database.patient());
        assertThat(Database.rows(reader)).containsExactly(Map.entry(1L, "old"));
      }
    }
    assertThat(database.rows()).hasSize(3);
  }

  @Test
  void deferredTakesItsSnapshotAtTheFirstRead() {
    try (Transaction reader = database.begin(TransactionMode.DEFERRED)) {
      insert(1, "one");
      assertThat(Database.rows(reader)).hasSize(1);
      insert(2, "two");
      assertThat(Database.rows(reader)).hasSize(1);
    }
  }

  @Test
  void uncommittedChangesAreSeenByNobodyElseAndVanish() {
    try (Transaction writer = database.begin(TransactionMode.IMMEDIATE)) {
      insert(writer, 1, "mine");
      assertThat(Database.rows(writer)).hasSize(1);
      assertThat(database.rows()).isEmpty();
    }
    assertThat(database.rows()).isEmpty();
  }

  @Test
  void aSecondWriterIsBusyWithoutPatience() {
    try (Transaction writer = database.begin(TransactionMode.IMMEDIATE)) {
      assertThat(writer.writable()).isTrue();
      assertThatThrownBy(() ->
              database.store.begin(
                  TransactionOptions.of(TransactionMode.IMMEDIATE), new CallLimits()))
          .isInstanceOf(BusyException.class);
    }
    insert(1, "after");
  }

  @Test
  void aPatientWriterWaitsForTheFirst() throws Exception {
    Transaction writer = database.begin(TransactionMode.IMMEDIATE);
    CountDownLatch started = new CountDownLatch(1);
    Thread second =
        new Thread(() -> {
          started.countDown();
          insert(2, "second");
        });
    second.start();
    started.await();
    insert(writer, 1, "first");
    writer.commit();
    second.join();
    assertThat(database.rows()).containsOnlyKeys(1L, 2L);
  }

  @Test
  void aWaitingWriterCanBeCancelled() throws Exception {
    try (Transaction writer = database.begin(TransactionMode.IMMEDIATE)) {
      assertThat(writer.writable()).isTrue();
      CallLimits limits = CallLimits.waiting(Duration.ofMinutes(5));
      StorageException[] failure = new StorageException[1];
      Thread second =
          new Thread(() -> {
            try {
              database.store.begin(TransactionOptions.of(TransactionMode.IMMEDIATE), limits);
            } catch (StorageException e) {
              failure[0] = e;
            }
          });
      second.start();
      limits.cancel();
      second.join();
      assertThat(failure[0]).isInstanceOf(CancelledException.class);
    }
  }

  @Test
  void aReaderOfAnOldSnapshotCannotBecomeTheWriter() {
    try (Transaction reader = database.begin(TransactionMode.DEFERRED)) {
      assertThat(Database.rows(reader)).isEmpty();
      insert(1, "newer");
      assertThatThrownBy(reader::makeWritable)
          .isInstanceOf(SnapshotStaleException.class)
          .extracting(e -> ((StorageException) e).code())
          .isEqualTo(ResultCode.BUSY_SNAPSHOT);
      assertThat(Database.rows(reader)).isEmpty();
    }
  }

  @Test
  void aReaderOfTheNewestSnapshotBecomesTheWriter() {
    insert(1, "one");
    try (Transaction transaction = database.begin(TransactionMode.DEFERRED)) {
      assertThat(Database.rows(transaction)).hasSize(1);
      transaction.makeWritable();
      insert(transaction, 2, "two");
      transaction.commit();
    }
    assertThat(database.rows()).hasSize(2);
  }

  @Test
  void concurrentTransactionsAreRefused() {
    assertThatThrownBy(() -> database.begin(TransactionMode.CONCURRENT))
        .isInstanceOf(UnsupportedException.class)
        .hasMessageContaining("wal");
  }

  @Test
  void readOnlyTransactionsRefuseToWrite() {
    try (Transaction reader = database.begin(TransactionMode.READ_ONLY)) {
      assertThatThrownBy(reader::makeWritable).isInstanceOf(ReadOnlyException.class);
      assertThatThrownBy(() -> reader.open(table, true)).isInstanceOf(MisuseException.class);
    }
  }

  @Test
  void savepointsNestAndUndoExactlyWhatCameAfter() {
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      insert(transaction, 1, "kept");
      int outer = transaction.savepoint();
      insert(transaction, 2, "outer");
      int inner = transaction.savepoint();
      insert(transaction, 3, "inner");
      transaction.rollbackTo(inner);
      assertThat(Database.rows(transaction)).containsOnlyKeys(1L, 2L);
      insert(transaction, 4, "inner again");
      transaction.release(inner);
      assertThat(Database.rows(transaction)).containsOnlyKeys(1L, 2L, 4L);
      transaction.rollbackTo(outer);
      assertThat(Database.rows(transaction)).containsOnlyKeys(1L);
      insert(transaction, 5, "after");
      transaction.rollbackTo(outer);
      insert(transaction, 6, "last");
      transaction.release(outer);
      assertThatThrownBy(() -> transaction.rollbackTo(inner)).isInstanceOf(MisuseException.class);
      transaction.commit();
    }
    assertThat(database.rows()).containsOnlyKeys(1L, 6L);
  }

  @Test
  void metadataIsCommittedAndRolledBackWithTheRest() {
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      int savepoint = transaction.savepoint();
      transaction.setMetadata(Metadata.USER_VERSION, 7);
      transaction.rollbackTo(savepoint);
      assertThat(transaction.metadata(Metadata.USER_VERSION)).isZero();
      transaction.setMetadata(Metadata.USER_VERSION, 8);
      transaction.setMetadata(Metadata.APPLICATION_ID, -5);
      transaction.commit();
    }
    try (Transaction transaction = database.begin(TransactionMode.READ_ONLY)) {
      assertThat(transaction.metadata(Metadata.USER_VERSION)).isEqualTo(8);
      assertThat(transaction.metadata(Metadata.APPLICATION_ID)).isEqualTo(-5);
    }
  }

  @Test
  void rowidsGrowFromTheLargestAndTurnRandomAtTheEnd() {
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      assertThat(transaction.allocateRowid(table)).isEqualTo(1);
      insert(transaction, 41, "x");
      assertThat(transaction.allocateRowid(table)).isEqualTo(42);
      insert(transaction, Long.MAX_VALUE, "x");
      assertThat(transaction.allocateRowid(table)).isPositive().isLessThan(Long.MAX_VALUE);
    }
  }

  @Test
  void aTransactionThatChangesNothingReturnsItsSnapshot() {
    long commit = insert(1, "x");
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      assertThat(transaction.commit()).isEqualTo(commit);
    }
  }

  @Test
  void droppedTreesGiveTheirPagesBackAndTheyAreUsedAgain() {
    String body = "x".repeat(9000);
    for (int i = 0; i < 50; i++) {
      insert(i, body);
    }
    long before = pageCount();
    for (int round = 0; round < 3; round++) {
      try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
        assertThat(transaction.clearTree(table)).isEqualTo(50);
        transaction.commit();
      }
      for (int i = 0; i < 50; i++) {
        insert(i, body);
      }
    }
    assertThat(pageCount()).isEqualTo(before);
  }

  private long pageCount() {
    try (Transaction transaction = database.begin(TransactionMode.READ_ONLY)) {
      return database
          .store
          .facet(org.braiddb.storage.Facets.PageInspection.class)
          .orElseThrow()
          .pageCount(transaction);
    }
  }

  @Test
  void anInterruptedThreadHarmsNobody() throws Exception {
    insert(1, "before");
    Thread interrupted =
        new Thread(() -> {
          Thread.currentThread().interrupt();
          for (int i = 0; i < 50; i++) {
            insert(2 + i, "interrupted");
          }
          assertThat(Thread.interrupted()).isTrue();
          insert(100, "done");
        });
    interrupted.start();
    // Interrupts at random moments, inside I/O too.
    while (interrupted.isAlive()) {
      interrupted.interrupt();
      Thread.onSpinWait();
    }
    interrupted.join();
    assertThat(database.rows()).hasSize(52).containsKey(100L);
    insert(101, "after");
  }
}
