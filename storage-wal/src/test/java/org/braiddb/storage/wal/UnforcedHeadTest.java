package org.braiddb.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.braiddb.storage.CommitOutcomeUnknownException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.SnapshotStaleException;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What others may see and do while a commit is staged and its force is still under way. */
class UnforcedHeadTest {
  private final WatchedFileSystem files = new WatchedFileSystem(new SimulatedFileSystem(1));
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private Database database;
  private Tree.Table table;

  @BeforeEach
  void open() {
    database = Database.open(new SimulatedEngine(files), Workload.options(1024));
    table = database.table();
    insert(1);
  }

  @AfterEach
  void close() {
    files.release(false);
    threads.close();
    database.close();
  }

  private long insert(long id) {
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      try (Cursor cursor = transaction.open(table, true)) {
        Database.put(cursor, id, "row " + id);
      }
      return transaction.commit();
    }
  }

  /** Commits row 2, as far as the force, which is held up. */
  private Future<Long> commitWithoutForce() throws InterruptedException {
    files.holdUpForces();
    Future<Long> commit = threads.submit(() -> insert(2));
    files.awaitForce();
    return commit;
  }

  @Test
  void aReaderDoesNotSeeIt() throws Exception {
    Future<Long> commit = commitWithoutForce();
    assertThat(database.rows()).containsOnlyKeys(1L);
    files.release(false);
    assertThat(commit.get()).isEqualTo(database.store.visibleCommit());
    assertThat(database.rows()).containsOnlyKeys(1L, 2L);
  }

  @Test
  void aWriterThatOnlyReadItEndsWhenItIsDurable() throws Exception {
    Future<Long> commit = commitWithoutForce();
    Transaction reading = database.begin(TransactionMode.IMMEDIATE);
    assertThat(Database.rows(reading)).containsOnlyKeys(1L, 2L);
    Future<Long> visibleAfter =
        threads.submit(() -> {
          reading.commit();
          return database.store.visibleCommit();
        });
    files.release(false);
    assertThat(visibleAfter.get()).isEqualTo(commit.get());
  }

  @Test
  void aWriterThatOnlyReadItFailsWithIt() throws Exception {
    Future<Long> commit = commitWithoutForce();
    Transaction reading = database.begin(TransactionMode.IMMEDIATE);
    assertThat(Database.rows(reading)).containsOnlyKeys(1L, 2L);
    Future<Long> end = threads.submit(reading::commit);
    files.release(true);
    assertThatThrownBy(commit::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CommitOutcomeUnknownException.class);
    assertThatThrownBy(end::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(StorageIOException.class)
        .hasMessageContaining("stands, failed");
    assertThat(database.rows()).containsOnlyKeys(1L);
  }

  @Test
  void whoLosesToItAndTriesAgainSeesIt() throws Exception {
    Transaction stale = database.begin(TransactionMode.DEFERRED);
    assertThat(Database.rows(stale)).containsOnlyKeys(1L);
    Future<Long> commit = commitWithoutForce();
    Future<Long> visibleAfter =
        threads.submit(() -> {
          assertThatThrownBy(stale::makeWritable).isInstanceOf(SnapshotStaleException.class);
          return database.store.visibleCommit();
        });
    files.release(false);
    assertThat(visibleAfter.get()).isEqualTo(commit.get());
    stale.close();
  }

  @Test
  void aConnectionIsNotKeptWaitingForACommitThatFailed() throws Exception {
    Future<Long> commit = commitWithoutForce();
    long staged = database.store.visibleCommit() + 1;
    files.release(true);
    assertThatThrownBy(commit::get).isInstanceOf(ExecutionException.class);
    TransactionOptions after = TransactionOptions.of(TransactionMode.READ_ONLY).withAtLeast(staged);
    try (Transaction reading = database.store.begin(after, Database.patient())) {
      assertThat(Database.rows(reading)).containsOnlyKeys(1L);
    }
  }
}
