package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CommitOutcomeUnknownException;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A concurrent transaction that begins with a change while the force of a commit is under way. */
class UnforcedHeadTest {
  private final SimulatedFileSystem files = new SimulatedFileSystem(1);
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch forcing = new CountDownLatch(1);
  private final CountDownLatch held = new CountDownLatch(1);
  private volatile boolean failing;
  private Workshop workshop;
  private Tree.Table table;
  private Future<Long> commit;

  /** Commits row 2, as far as the force, which is held up. */
  @BeforeEach
  void commitWithoutForce() throws InterruptedException {
    MvccEngine engine =
        new MvccEngine() {
          @Override
          protected FileSystem fileSystem() {
            return files;
          }
        };
    workshop =
        new Workshop(
            engine.open(new StoreLocation.File(Path.of("/database")), Workshop.SMALL_PAGES));
    table = workshop.table("t");
    workshop.write(transaction -> Workshop.put(transaction, table, 1, "old"));
    files.slowForces(this::holdUp);
    commit =
        threads.submit(
            () -> workshop.write(transaction -> Workshop.put(transaction, table, 2, "new")));
    forcing.await();
  }

  private void holdUp() {
    forcing.countDown();
    try {
      held.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    if (failing) {
      failing = false;
      files.plan(Fault.ERROR, files.operations() + 1);
    }
  }

  private void release(boolean fails) {
    failing = fails;
    held.countDown();
  }

  @AfterEach
  void close() {
    release(false);
    threads.close();
    workshop.close();
  }

  @Test
  void standsOnTheCommitThatReadersDoNotSeeYet() throws Exception {
    try (Transaction writer = workshop.begin()) {
      assertThat(Workshop.rowids(writer, table)).containsExactly(1L, 2L);
      assertThat(workshop.rowids(table)).containsExactly(1L);
      assertThat(Workshop.append(writer, table, "newer")).isEqualTo(3);
      release(false);
      assertThat(writer.commit()).isGreaterThan(commit.get());
    }
    assertThat(workshop.rowids(table)).containsExactly(1L, 2L, 3L);
    assertThat(workshop.damage()).isEmpty();
  }

  @Test
  void changesARowOfThatCommitWithoutConflict() throws Exception {
    try (Transaction writer = workshop.begin()) {
      Workshop.put(writer, table, 2, "newer");
      release(false);
      writer.commit();
    }
    assertThat(workshop.contents(table)).containsExactly("1: old", "2: newer");
  }

  @Test
  void conflictsWhereItHasReadBeforeThatCommit() throws Exception {
    try (Transaction writer =
        workshop.store.begin(TransactionOptions.of(TransactionMode.CONCURRENT), new CallLimits())) {
      assertThat(Workshop.rowids(writer, table)).containsExactly(1L);
      writer.makeWritable();
      assertThatThrownBy(() -> Workshop.put(writer, table, 2, "newer"))
          .isInstanceOf(ConflictException.class);
    } finally {
      release(false);
    }
    commit.get();
    assertThat(workshop.contents(table)).containsExactly("1: old", "2: new");
  }

  @Test
  void failsWithIt() {
    Transaction writer = workshop.begin();
    Workshop.append(writer, table, "newer");
    Transaction reading = workshop.begin();
    assertThat(Workshop.rowids(reading, table)).containsExactly(1L, 2L);
    release(true);
    assertThatThrownBy(commit::get)
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(CommitOutcomeUnknownException.class);
    assertThatThrownBy(() -> Workshop.rowids(reading, table))
        .isInstanceOf(StorageIOException.class)
        .hasMessageContaining("stands, failed");
    assertThatThrownBy(reading::commit).isInstanceOf(StorageIOException.class);
    assertThatThrownBy(writer::commit).isInstanceOf(StorageIOException.class);
    writer.close();
    assertThat(workshop.rowids(table)).containsExactly(1L);
  }
}
