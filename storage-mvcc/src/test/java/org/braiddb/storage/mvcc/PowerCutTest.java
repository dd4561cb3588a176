package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.braiddb.storage.StorageException;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.io.FileSystem;
import org.braiddb.storage.file.io.simulation.Fault;
import org.braiddb.storage.file.io.simulation.SimulatedFileSystem;
import org.braiddb.storage.record.Collations;
import org.junit.jupiter.api.Test;

/**
 * Overlapping transactions on shared pages, with checkpoints among them, cut off at every third
 * operation on the disk: what is there afterwards are the first so many commits, all that were
 * acknowledged as durable among them, with an index that agrees.
 */
class PowerCutTest {
  private static final long SEED = Long.getLong("braid.test.seed", 20_261_121L);
  private static final int SEEDS = Integer.getInteger("braid.test.rounds", 6);
  private static final StoreOptions OPTIONS = Workshop.SMALL_PAGES.withCacheBytes(8 * 512);

  private static Workshop open(SimulatedFileSystem files) {
    MvccEngine engine =
        new MvccEngine() {
          @Override
          protected FileSystem fileSystem() {
            return files;
          }
        };
    return new Workshop(engine.open(new StoreLocation.File(Path.of("/database")), OPTIONS));
  }

  /** A workload, and the rows after each of its commits. */
  private static final class Workload {
    final List<Map<Long, String>> states = new ArrayList<>();
    final SplittableRandom random;
    int durable = -1;
    int acknowledged = -1;
    int conflicts;

    Workload(long seed) {
      random = new SplittableRandom(seed);
    }

    void run(SimulatedFileSystem files) {
      try (Workshop workshop = open(files)) {
        Facets.Checkpointing checkpointing =
            workshop.store.facet(Facets.Checkpointing.class).orElseThrow();
        checkpointing.setAutoCheckpointFrames(0);
        Tree.Table table = workshop.table("t");
        Tree.Index index =
            workshop.index("i", "t", 0, Keys.order(Collations.BINARY, Collations.BINARY));
        states.add(new TreeMap<>());
        acknowledge(Durability.FULL);
        for (int round = 0; round < 12; round++) {
          overlap(workshop, table, index);
          if (random.nextInt(4) == 0) {
            checkpointing.checkpoint(
                Facets.CheckpointMode.values()[random.nextInt(4)], new CallLimits());
          }
        }
      }
    }

    private void acknowledge(Durability durability) {
      acknowledged = states.size() - 1;
      if (durability == Durability.FULL) {
        durable = acknowledged;
      }
    }

    private void overlap(Workshop workshop, Tree.Table table, Tree.Index index) {
      List<Transaction> open = new ArrayList<>();
      List<Map<Long, String>> changes = new ArrayList<>();
      List<Durability> durabilities = new ArrayList<>();
      Map<Long, String> base = states.getLast();
      for (int i = random.nextInt(1, 4); i > 0; i--) {
        Durability durability = random.nextInt(3) == 0 ? Durability.NORMAL : Durability.FULL;
        Transaction transaction =
            workshop.store.begin(
                TransactionOptions.of(TransactionMode.CONCURRENT).withDurability(durability),
                new CallLimits());
        transaction.makeWritable();
        transaction.snapshot();
        durabilities.add(durability);
        open.add(transaction);
        changes.add(new TreeMap<>());
      }
      for (int i = random.nextInt(1, 12); i > 0; i--) {
        int chosen = random.nextInt(open.size());
        change(open.get(chosen), table, index, base, changes.get(chosen));
      }
      for (int i = 0; i < open.size(); i++) {
        try (Transaction transaction = open.get(i)) {
          // Put in and taken out again is no change.
          Map<Long, String> net = changes.get(i);
          net.entrySet()
              .removeIf(each -> each.getValue().isEmpty() && !base.containsKey(each.getKey()));
          commit(transaction, net, durabilities.get(i));
        }
      }
    }

    private void change(
        Transaction transaction,
        Tree.Table table,
        Tree.Index index,
        Map<Long, String> base,
        Map<Long, String> changes) {
      boolean append = random.nextInt(3) == 0;
      long row = append ? transaction.allocateRowid(table) : random.nextLong(1, 60);
      String old = changes.containsKey(row) ? changes.get(row) : base.getOrDefault(row, "");
      if (!old.isEmpty()) {
        Workshop.removeKey(transaction, index, old.substring(0, 1), row);
      }
      if (random.nextInt(4) == 0) {
        Workshop.remove(transaction, table, row);
        changes.put(row, "");
      } else {
        int size = random.nextInt(10) == 0 ? random.nextInt(3000) : random.nextInt(120);
        String body = (char) ('a' + random.nextInt(26)) + "x".repeat(size) + random.nextInt(999);
        Workshop.put(transaction, table, row, body);
        Workshop.putKey(transaction, index, body.substring(0, 1), row);
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
    try (Workshop workshop = open(files)) {
      long root = workshop.read(transaction -> Workshop.root(transaction, "t"));
      long indexRoot = workshop.read(transaction -> Workshop.root(transaction, "i"));
      workshop.trees.add(Tree.CATALOG);
      List<String> rows = new ArrayList<>();
      if (root != 0) {
        Tree.Table table = new Tree.Table(root, "t");
        workshop.trees.add(table);
        rows = workshop.contents(table);
      }
      if (indexRoot != 0) {
        Tree.Index index =
            new Tree.Index(
                indexRoot, "i", Keys.order(Collations.BINARY, Collations.BINARY), 0, "t");
        workshop.trees.add(index);
        assertThat(workshop.contents(index)).as(which).hasSize(rows.size());
      }
      assertThat(workshop.damage()).as(which).isEmpty();
      int found = -1;
      for (int i = 0; i < workload.states.size(); i++) {
        List<String> expected = new ArrayList<>();
        workload.states.get(i).forEach((row, body) -> expected.add(row + ": " + body));
        found = expected.equals(rows) ? i : found;
      }
      assertThat(found)
          .as("%s, of %d states, with rows %s", which, workload.states.size(), ids(rows))
          .isGreaterThanOrEqualTo(atLeast);
    }
  }

  private static List<String> ids(List<String> rows) {
    return rows.stream().map(row -> row.substring(0, row.indexOf(':') + 3)).toList();
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
