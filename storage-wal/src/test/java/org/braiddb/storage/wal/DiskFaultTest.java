package org.braiddb.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.braiddb.storage.CommitOutcomeUnknownException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Durability;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Errors from the disk, at every operation; {@code -Dbraid.test.seed=N} repeats a failing run. */
class DiskFaultTest {
  private static final long SEED = Long.getLong("braid.test.seed", 4711L);
  private static final int PAGE_SIZE = 1024;

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERROR", "ERRORS_FROM_NOW_ON", "DISK_FULL"})
  void everyFaultLeavesAllDurableCommits(Fault fault) {
    for (long seed = SEED; seed < SEED + 4; seed++) {
      SimulatedFileSystem calm = new SimulatedFileSystem(seed);
      new Workload(seed, false).run(new SimulatedEngine(calm), PAGE_SIZE, 30);
      for (long at = 1; at <= calm.operations(); at++) {
        faultAt(seed, fault, at);
      }
    }
  }

  private static void faultAt(long seed, Fault fault, long at) {
    String which = "seed " + seed + ", " + fault + " at " + at;
    SimulatedFileSystem files = new SimulatedFileSystem(seed * 31 + at);
    files.plan(fault, at);
    Workload workload = new Workload(seed, false);
    try {
      workload.run(new SimulatedEngine(files), PAGE_SIZE, 30);
    } catch (StorageException e) {
      assertThat(Workload.isExpected(e)).as(which + ": " + e).isTrue();
    }
    files.heal();
    SimulatedFileSystem next = at % 2 == 0 ? files.afterPowerCut() : files.afterKill();
    try (Database database =
        Database.open(new SimulatedEngine(next), Workload.options(PAGE_SIZE))) {
      Map<Long, String> rows = database.rows();
      for (int i = workload.durable; i < workload.states.size(); i++) {
        if (workload.states.get(i).equals(rows)) {
          return;
        }
      }
      fail(which + ": the rows are those of state " + workload.states.indexOf(rows));
    }
  }

  @Test
  void whatIsCommittedAfterAFailedForceAndAKillSurvivesAPowerCut() {
    SimulatedFileSystem calm = new SimulatedFileSystem(SEED);
    new Workload(SEED, false).run(new SimulatedEngine(calm), PAGE_SIZE, 12);
    for (long at = 1; at <= calm.operations(); at++) {
      for (long cut = 0; cut < 3; cut++) {
        killAndCut(at, cut);
      }
    }
  }

  /** The failed force has lost writes that the next process still sees. */
  private static void killAndCut(long at, long cut) {
    String which = "seed " + SEED + ", error at " + at + ", cut " + cut;
    SimulatedFileSystem files = new SimulatedFileSystem(SEED * 31 + at * 7 + cut);
    files.plan(Fault.ERROR, at);
    try {
      new Workload(SEED, false).run(new SimulatedEngine(files), PAGE_SIZE, 12);
    } catch (StorageException e) {
      assertThat(Workload.isExpected(e)).as(which + ": " + e).isTrue();
    }
    SimulatedFileSystem next = files.afterKill();
    Map<Long, String> expected;
    Database reopened = Database.open(new SimulatedEngine(next), Workload.options(PAGE_SIZE));
    insert(reopened, reopened.table(), 1_000_000);
    expected = reopened.rows();
    // Never closed: the power goes off.
    try (Database last =
        Database.open(new SimulatedEngine(next.afterPowerCut()), Workload.options(PAGE_SIZE))) {
      assertThat(last.rows()).as(which).isEqualTo(expected);
      assertThat(last.damage()).as(which).isEmpty();
    }
  }

  private static void insert(Database database, Tree.Table table, long id) {
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      try (Cursor cursor = transaction.open(table, true)) {
        Database.put(cursor, id, "row " + id);
      }
      transaction.commit();
    }
  }

  @Test
  void afterADiskThatWasFullTheStoreGoesOn() {
    SimulatedFileSystem files = new SimulatedFileSystem(SEED);
    try (Database database =
        Database.open(new SimulatedEngine(files), Workload.options(PAGE_SIZE))) {
      Tree.Table table = database.table();
      files.plan(Fault.DISK_FULL, files.operations() + 1);
      long[] id = {0};
      assertThatThrownBy(
              () -> {
                while (true) {
                  insert(database, table, ++id[0]);
                }
              })
          .isInstanceOf(StoreFullException.class);
      assertThat(database.rows()).hasSize((int) id[0] - 1);
      files.heal();
      insert(database, table, 1_000_000);
      assertThat(database.rows()).hasSize((int) id[0]).containsKey(1_000_000L);
    }
    try (Database database =
        Database.open(new SimulatedEngine(files), Workload.options(PAGE_SIZE))) {
      assertThat(database.rows()).containsKey(1_000_000L);
    }
  }

  @Test
  void aFailedForceLeavesTheOutcomeOpenAndStopsWritesUntilReopened() {
    SimulatedFileSystem files = new SimulatedFileSystem(SEED);
    try (Database database =
        Database.open(new SimulatedEngine(files), Workload.options(PAGE_SIZE))) {
      Tree.Table table = database.table();
      insert(database, table, 1);
      // A commit here is one write and one force.
      files.plan(Fault.ERROR, files.operations() + 2);
      assertThatThrownBy(() -> insert(database, table, 2))
          .isInstanceOf(CommitOutcomeUnknownException.class);
      assertThat(database.rows()).containsOnlyKeys(1L);
      assertThatThrownBy(() -> insert(database, table, 3))
          .isInstanceOf(StorageIOException.class)
          .hasMessageContaining("until it is reopened");
      assertThat(database.rows()).containsOnlyKeys(1L);
    }
    files.heal();
    try (Database database =
        Database.open(new SimulatedEngine(files), Workload.options(PAGE_SIZE))) {
      Tree.Table table = database.table();
      insert(database, table, 4);
      assertThat(database.rows()).containsKeys(1L, 4L);
    }
  }

  /** A row of several pages, so that the log has to be extended often. */
  private static boolean insertLarge(Database database, Tree.Table table, long id, Durability how) {
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE, how)) {
      try (Cursor cursor = transaction.open(table, true)) {
        Database.put(cursor, id, "row " + id + " ".repeat(40 * PAGE_SIZE));
      }
      transaction.commit();
      return true;
    } catch (StorageException e) {
      assertThat(Workload.isExpected(e)).as(e.toString()).isTrue();
      return false;
    }
  }

  @Test
  void whatIsAcknowledgedAfterAFailureSurvivesWithAllBeforeIt() {
    for (long at = 1; at < 80; at++) {
      SimulatedFileSystem files = new SimulatedFileSystem(SEED + at);
      List<Long> committed = new ArrayList<>();
      List<Long> durable = new ArrayList<>();
      try (Database database =
          Database.open(new SimulatedEngine(files), Workload.options(PAGE_SIZE))) {
        database.checkpointing().setAutoCheckpointFrames(0);
        Tree.Table table = database.table();
        files.plan(Fault.ERROR, files.operations() + at);
        for (long id = 1; id <= 24; id++) {
          Durability how = id % 8 == 0 ? Durability.FULL : Durability.NORMAL;
          if (insertLarge(database, table, id, how)) {
            committed.add(id);
            if (how == Durability.FULL) {
              durable = List.copyOf(committed);
            }
          }
        }
        files = files.afterPowerCut();
      } catch (StorageException e) {
        // Closing the store of a machine that is off.
        assertThat(Workload.isExpected(e)).as(e.toString()).isTrue();
      }
      try (Database database =
          Database.open(new SimulatedEngine(files), Workload.options(PAGE_SIZE))) {
        assertThat(database.rows().keySet())
            .as("seed %d, failure of operation %d", SEED, at)
            .containsAll(durable);
        assertThat(database.damage()).isEmpty();
      }
    }
  }
}
