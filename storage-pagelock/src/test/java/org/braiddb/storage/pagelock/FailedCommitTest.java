package org.braiddb.storage.pagelock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.Map;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CommitOutcomeUnknownException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits that the disk refuses are taken back, and nobody loses to them. */
class FailedCommitTest {
  private static final StoreOptions SMALL = StoreOptions.DEFAULTS.withPageSize(512);

  private static Database open(SimulatedFileSystem files) {
    return Database.at(new SimulatedPageLockEngine(files), Database.PATH, SMALL);
  }

  @Test
  void nobodyConflictsWithACommitThatWasTakenBack() {
    SimulatedFileSystem files = new SimulatedFileSystem(1);
    try (Database database = open(files)) {
      database.write(tx -> {
        Database.makeTable(tx, "t");
        Database.append(tx, "t", "old");
      });
      // Without a force: a failed one would end all writing.
      try (Transaction first = database.begin(TransactionMode.CONCURRENT, Durability.OFF);
          Transaction second = database.begin(TransactionMode.CONCURRENT, Durability.OFF)) {
        Database.put(first, "t", 1, "refused");
        Database.put(second, "t", 1, "accepted");
        files.plan(Fault.ERROR, files.operations() + 1);
        assertThat(catchThrowable(first::commit)).isInstanceOf(StorageIOException.class);
        files.heal();
        assertThat(database.get("t", 1)).isEqualTo("old");
        database.store.awaitVisible(second.snapshot() + 1, new CallLimits());
        second.commit();
      }
      assertThat(database.get("t", 1)).isEqualTo("accepted");
      assertThat(database.damage()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERROR", "DISK_FULL", "POWER_CUT"})
  void everyFaultLeavesOneTransactionOrBothOrNone(Fault fault) {
    long from = run(new SimulatedFileSystem(2), fault, Long.MAX_VALUE)[0];
    long to = run(new SimulatedFileSystem(2), fault, Long.MAX_VALUE)[1];
    assertThat(to).isGreaterThan(from);
    for (long at = from; at <= to; at++) {
      SimulatedFileSystem files = new SimulatedFileSystem(2);
      run(files, fault, at);
      files.heal();
      SimulatedFileSystem next =
          fault == Fault.POWER_CUT || at % 2 == 0 ? files.afterPowerCut() : files.afterKill();
      try (Database database = open(next)) {
        Map<Long, String> rows = database.rows("t");
        Map<Long, String> others = database.rows("u");
        assertThat(rows.size()).as("%s at %s", fault, at).isIn(30, 60);
        assertThat(others.size()).as("%s at %s", fault, at).isIn(30, 60);
        assertThat(database.damage()).as("%s at %s", fault, at).isEmpty();
      }
    }
  }

  /** Two overlapping transactions; returns the first and last operation of their commits. */
  private static long[] run(SimulatedFileSystem files, Fault fault, long at) {
    long[] operations = new long[2];
    try (Database database = open(files)) {
      database.write(tx -> {
        Database.makeTable(tx, "t");
        Database.makeTable(tx, "u");
        for (int i = 0; i < 30; i++) {
          Database.append(tx, "t", "x".repeat(150));
          Database.append(tx, "u", "x".repeat(150));
        }
      });
      operations[0] = files.operations() + 1;
      if (at != Long.MAX_VALUE) {
        files.plan(fault, at);
      }
      try (Transaction first = database.begin(TransactionMode.CONCURRENT);
          Transaction second = database.begin(TransactionMode.CONCURRENT)) {
        for (int i = 0; i < 30; i++) {
          Database.append(first, "t", "y".repeat(150));
          Database.append(second, "u", "y".repeat(i == 3 ? 2000 : 150));
        }
        commit(first);
        commit(second);
        operations[1] = files.operations();
      }
    } catch (StorageException e) {
      assertThat(isExpected(e)).as(e.toString()).isTrue();
    }
    return operations;
  }

  private static void commit(Transaction transaction) {
    try {
      transaction.commit();
    } catch (StorageException e) {
      assertThat(isExpected(e)).as(e.toString()).isTrue();
    }
  }

  private static boolean isExpected(StorageException e) {
    return e instanceof StorageIOException
        || e instanceof StoreFullException
        || e instanceof CommitOutcomeUnknownException;
  }
}
