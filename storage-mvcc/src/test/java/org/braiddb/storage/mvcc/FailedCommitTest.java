package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.nio.file.Path;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CommitOutcomeUnknownException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Commits that the disk refuses are taken back, and nobody loses to them. */
class FailedCommitTest {
  private static Workshop open(SimulatedFileSystem files) {
    MvccEngine engine =
        new MvccEngine() {
          @Override
          protected FileSystem fileSystem() {
            return files;
          }
        };
    Store store = engine.open(new StoreLocation.File(Path.of("/database")), Workshop.SMALL_PAGES);
    return new Workshop(store);
  }

  private static Transaction begin(Workshop workshop, Durability durability) {
    Transaction transaction =
        workshop.store.begin(
            TransactionOptions.of(TransactionMode.CONCURRENT).withDurability(durability),
            new CallLimits());
    transaction.makeWritable();
    return transaction;
  }

  @Test
  void nobodyConflictsWithACommitThatWasTakenBack() {
    SimulatedFileSystem files = new SimulatedFileSystem(1);
    try (Workshop workshop = open(files)) {
      Tree.Table table = workshop.table("t");
      Tree.Index unique =
          workshop.index("u", "t", 1, Keys.order(Collations.BINARY, Collations.BINARY));
      workshop.write(transaction -> Workshop.put(transaction, table, 1, "old"));
      // Without a force: a failed one would end all writing.
      try (Transaction first = begin(workshop, Durability.OFF);
          Transaction second = begin(workshop, Durability.OFF)) {
        Workshop.put(first, table, 1, "refused");
        Workshop.putKey(first, unique, "key", 1);
        Workshop.put(second, table, 1, "accepted");
        files.plan(Fault.ERROR, files.operations() + 1);
        assertThat(catchThrowable(first::commit)).isInstanceOf(StorageIOException.class);
        files.heal();
        assertThat(workshop.contents(table)).containsExactly("1: old");
        Workshop.putKey(second, unique, "key", 2);
        second.commit();
      }
      assertThat(workshop.contents(table)).containsExactly("1: accepted");
      assertThat(workshop.contents(unique)).containsExactly("key|2");
      assertThat(workshop.damage()).isEmpty();
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Fault.class,
      names = {"ERROR", "DISK_FULL", "POWER_CUT"})
  void everyFaultLeavesEachTransactionWholeOrNot(Fault fault) {
    long[] operations = run(new SimulatedFileSystem(2), fault, Long.MAX_VALUE);
    assertThat(operations[1]).isGreaterThan(operations[0]);
    for (long at = operations[0]; at <= operations[1]; at++) {
      String context = fault + " at operation " + at;
      SimulatedFileSystem files = new SimulatedFileSystem(2);
      run(files, fault, at);
      files.heal();
      SimulatedFileSystem next =
          fault == Fault.POWER_CUT || at % 2 == 0 ? files.afterPowerCut() : files.afterKill();
      try (Workshop workshop = open(next)) {
        Tree.Table found =
            new Tree.Table(workshop.read(transaction -> Workshop.root(transaction, "t")), "t");
        workshop.trees.add(Tree.CATALOG);
        workshop.trees.add(found);
        assertThat(workshop.rowids(found).size()).as(context).isIn(30, 60, 90);
        assertThat(workshop.damage()).as(context).isEmpty();
      }
    }
  }

  /** Two overlapping transactions; returns the first and last operation of their commits. */
  private static long[] run(SimulatedFileSystem files, Fault fault, long at) {
    long[] operations = new long[2];
    try (Workshop workshop = open(files)) {
      Tree.Table table = workshop.table("t");
      workshop.write(transaction -> append(transaction, table, "x".repeat(150)));
      operations[0] = files.operations() + 1;
      if (at != Long.MAX_VALUE) {
        files.plan(fault, at);
      }
      try (Transaction first = workshop.begin();
          Transaction second = workshop.begin()) {
        append(first, table, "y".repeat(150));
        append(second, table, "z".repeat(400));
        commit(first);
        commit(second);
        operations[1] = files.operations();
      }
    } catch (StorageException e) {
      assertThat(isExpected(e)).as(e.toString()).isTrue();
    }
    return operations;
  }

  private static void append(Transaction transaction, Tree.Table table, String body) {
    for (int i = 0; i < 30; i++) {
      Workshop.append(transaction, table, body);
    }
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
