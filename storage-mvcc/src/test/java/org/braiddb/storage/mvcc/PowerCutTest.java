package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CannotOpenException;
import org.braiddb.storage.CommitOutcomeUnknownException;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Facets.CheckpointMode;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

/**
 * The power is cut, or the process killed, at operations all over workloads of overlapping
 * transactions that share pages. Set {@code -Dbraid.test.seed=N} to repeat a failing run.
 */
class PowerCutTest {
  private static final long SEED = Long.getLong("braid.test.seed", 20_261_121L);
  private static final int SEEDS = Integer.getInteger("braid.test.rounds", 12);

  private static Workshop open(SimulatedFileSystem files) {
    MvccEngine engine =
        new MvccEngine() {
          @Override
          protected FileSystem fileSystem() {
            return files;
          }
        };
    Store store =
        engine.open(
            new StoreLocation.File(Path.of("/database")),
            Workshop.SMALL_PAGES.withCacheBytes(8 * 512));
    return new Workshop(store);
  }

  /** A workload on one table, and the contents that its commits leave. */
  private static final class Workload {
    final List<Map<Long, String>> states = new ArrayList<>(List.of(new TreeMap<>()));
    final SplittableRandom random;
    int durable;
    int acknowledged;
    int conflicts;

    Workload(long seed) {
      random = new SplittableRandom(seed);
    }

    void run(SimulatedFileSystem files) {
      try (Workshop workshop = open(files)) {
        Facets.Checkpointing log = workshop.store.facet(Facets.Checkpointing.class).orElseThrow();
        log.setAutoCheckpointFrames(0);
        Tree.Table table = workshop.table("t");
        for (int round = 0; round < 12; round++) {
          overlap(workshop, table);
          if (random.nextInt(4) == 0) {
            log.checkpoint(CheckpointMode.values()[random.nextInt(4)], new CallLimits());
          }
        }
      }
    }

    private void overlap(Workshop workshop, Tree.Table table) {
      List<Transaction> open = new ArrayList<>();
      List<Map<Long, String>> changes = new ArrayList<>();
      List<Durability> durabilities = new ArrayList<>();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        Durability durability = random.nextInt(3) == 0 ? Durability.NORMAL : Durability.FULL;
        TransactionOptions options =
            TransactionOptions.of(TransactionMode.CONCURRENT).withDurability(durability);
        Transaction transaction = workshop.store.begin(options, new CallLimits());
        transaction.makeWritable();
        durabilities.add(durability);
        open.add(transaction);
        changes.add(new TreeMap<>());
      }
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        int chosen = random.nextInt(open.size());
        change(open.get(chosen), table, changes.get(chosen));
      }
      for (int i = 0; i < open.size(); i++) {
        try (Transaction transaction = open.get(i)) {
          commit(transaction, changes.get(i), durabilities.get(i));
        }
      }
    }

    private void change(Transaction transaction, Tree.Table table, Map<Long, String> changes) {
      int choice = random.nextInt(8);
      int size = random.nextInt(10) == 0 ? random.nextInt(4000) : random.nextInt(120);
      String body = random.nextInt() + "x".repeat(size);
      if (choice == 0) {
        changes.put(Workshop.append(transaction, table, body), body);
        return;
      }
      long row = random.nextLong(1, 60);
      if (choice == 1) {
        if (Workshop.remove(transaction, table, row)) {
          changes.put(row, "");
        }
      } else {
        Workshop.put(transaction, table, row, body);
        changes.put(row, body);
      }
    }

    private void commit(Transaction transaction, Map<Long, String> changes, Durability durability) {
      Map<Long, String> next = new TreeMap<>(states.getLast());
      next.putAll(changes);
      next.values().removeIf(String::isEmpty);
      states.add(next);
      try {
        long snapshot = transaction.snapshot();
        boolean changed = transaction.commit() > snapshot;
        acknowledged = states.size() - 1;
        // One that changed nothing forces nothing: what came before it may still be lost.
        if (changed && durability == Durability.FULL) {
          durable = acknowledged;
        }
      } catch (ConflictException e) {
        states.removeLast();
        conflicts++;
      }
    }
  }

  private static boolean isExpected(StorageException e) {
    return e instanceof StorageIOException
        || e instanceof CannotOpenException
        || e instanceof CommitOutcomeUnknownException;
  }

  private static void check(
      SimulatedFileSystem files, Workload workload, int atLeast, String which) {
    try (Workshop workshop = open(files)) {
      List<String> found = List.of();
      long root = workshop.read(transaction -> Workshop.root(transaction, "t"));
      workshop.trees.add(Tree.CATALOG);
      if (root != 0) {
        Tree.Table table = new Tree.Table(root, "t");
        workshop.trees.add(table);
        found = workshop.contents(table);
      }
      assertThat(workshop.damage()).as(which).isEmpty();
      for (int i = atLeast; i < workload.states.size(); i++) {
        if (display(workload.states.get(i)).equals(found)) {
          return;
        }
      }
      fail(which + ": the rows are those of no commit from " + atLeast + " on");
    }
  }

  private static List<String> display(Map<Long, String> state) {
    return state.entrySet().stream().map(row -> row.getKey() + ": " + row.getValue()).toList();
  }

  @Test
  void everyCutLeavesAPrefixWithAllDurableCommits() {
    int conflicts = 0;
    for (long seed = SEED; seed < SEED + SEEDS; seed++) {
      SimulatedFileSystem calm = new SimulatedFileSystem(seed);
      Workload whole = new Workload(seed);
      whole.run(calm);
      conflicts += whole.conflicts;
      for (long cut = 1 + seed % 3; cut <= calm.operations(); cut += 3) {
        String which = "seed " + seed + ", cut at " + cut;
        SimulatedFileSystem files = new SimulatedFileSystem(seed * 1_000_003 + cut);
        files.plan(Fault.POWER_CUT, cut);
        Workload workload = new Workload(seed);
        try {
          workload.run(files);
        } catch (StorageException e) {
          assertThat(isExpected(e)).as(which + ": " + e).isTrue();
        }
        boolean killed = cut % 2 == 0;
        SimulatedFileSystem restarted = killed ? files.afterKill() : files.afterPowerCut();
        check(restarted, workload, killed ? workload.acknowledged : workload.durable, which);
      }
    }
    assertThat(conflicts).as("transactions overlapped").isPositive();
  }
}
