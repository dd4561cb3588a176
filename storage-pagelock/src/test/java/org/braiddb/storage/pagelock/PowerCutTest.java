package org.braiddb.storage.pagelock;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

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
import org.braiddb.storage.Facets.CheckpointMode;
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.Test;

/**
 * The power is cut, or the process killed, at operations all over workloads of overlapping
 * transactions. Set {@code -Dbraid.test.seed=N} to repeat a failing run.
 */
class PowerCutTest {
  private static final long SEED = Long.getLong("braid.test.seed", 20_261_121L);
  private static final int SEEDS = Integer.getInteger("braid.test.rounds", 12);
  private static final String[] TABLES = {"t", "u", "v"};
  private static final StoreOptions OPTIONS =
      StoreOptions.DEFAULTS.withPageSize(512).withCacheBytes(8 * 512);

  /** What the tables hold, by table and row. */
  private record State(Map<String, String> rows) {
    static State empty() {
      return new State(new TreeMap<>());
    }
  }

  /** A workload, and the states that its commits leave. */
  private static final class Workload {
    final List<State> states = new ArrayList<>(List.of(State.empty()));
    final SplittableRandom random;
    int durable;
    int acknowledged;
    int conflicts;

    Workload(long seed) {
      random = new SplittableRandom(seed);
    }

    void run(SimulatedFileSystem files) {
      try (Database database =
          Database.at(new SimulatedPageLockEngine(files), Database.PATH, OPTIONS)) {
        database.checkpointing().setAutoCheckpointFrames(0);
        makeTables(database);
        for (int round = 0; round < 12; round++) {
          overlap(database);
          if (random.nextInt(4) == 0) {
            CheckpointMode mode = CheckpointMode.values()[random.nextInt(4)];
            database.checkpointing().checkpoint(mode, new CallLimits());
          }
        }
      }
    }

    private void makeTables(Database database) {
      State made = State.empty();
      for (String table : TABLES) {
        made.rows.put(table, "made");
      }
      states.add(made);
      database.write(tx -> {
        for (String table : TABLES) {
          Database.makeTable(tx, table);
        }
      });
      acknowledge(Durability.FULL);
    }

    private void acknowledge(Durability durability) {
      acknowledged = states.size() - 1;
      if (durability == Durability.FULL) {
        durable = acknowledged;
      }
    }

    private void overlap(Database database) {
      List<Transaction> open = new ArrayList<>();
      List<Map<String, String>> changes = new ArrayList<>();
      List<Durability> durabilities = new ArrayList<>();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        Durability durability = random.nextInt(3) == 0 ? Durability.NORMAL : Durability.FULL;
        durabilities.add(durability);
        open.add(database.begin(TransactionMode.CONCURRENT, durability));
        changes.add(new TreeMap<>());
      }
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        int chosen = random.nextInt(open.size());
        String table = TABLES[(chosen + random.nextInt(8) / 7) % TABLES.length];
        change(open.get(chosen), table, changes.get(chosen));
      }
      for (int i = 0; i < open.size(); i++) {
        try (Transaction transaction = open.get(i)) {
          commit(transaction, changes.get(i), durabilities.get(i));
        }
      }
    }

    private void change(Transaction transaction, String table, Map<String, String> changes) {
      long row = random.nextLong(1, 60);
      if (random.nextInt(4) == 0) {
        Database.delete(transaction, table, row);
        changes.put(table + row, "");
      } else {
        int size = random.nextInt(10) == 0 ? random.nextInt(4000) : random.nextInt(120);
        String body = random.nextInt() + "x".repeat(size);
        Database.put(transaction, table, row, body);
        changes.put(table + row, body);
      }
    }

    private void commit(
        Transaction transaction, Map<String, String> changes, Durability durability) {
      State next = new State(new TreeMap<>(states.getLast().rows));
      next.rows.putAll(changes);
      next.rows.values().removeIf(String::isEmpty);
      states.add(next);
      try {
        long snapshot = transaction.snapshot();
        boolean changed = transaction.commit() > snapshot;
        // One that changed nothing forces nothing: what came before it may still be lost.
        acknowledge(changed ? durability : Durability.NORMAL);
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
    try (Database database =
        Database.at(new SimulatedPageLockEngine(files), Database.PATH, OPTIONS)) {
      State found = State.empty();
      try (Transaction transaction = database.begin(TransactionMode.READ_ONLY)) {
        for (String table : TABLES) {
          if (Database.exists(transaction, table)) {
            found.rows.put(table, "made");
            Database.rows(transaction, table)
                .forEach((row, body) -> found.rows.put(table + row, body));
          }
        }
      }
      assertThat(database.damage()).as(which).isEmpty();
      for (int i = atLeast; i < workload.states.size(); i++) {
        if (workload.states.get(i).equals(found)) {
          return;
        }
      }
      fail(which + ": the rows are those of state " + workload.states.indexOf(found));
    }
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
