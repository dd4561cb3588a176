package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets;
import org.braiddb.storage.Facets.CheckpointMode;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Every order in which the steps of a few actors can follow each other: serializable transactions
 * that read, write and commit, checkpoints that start the log over, and switches to a new strategy
 * object. The rows are counters; a model says after each step what they must be.
 */
abstract class InterleavingContract extends ContractTopic {
  private static final int COUNTERS = 3;

  /** The values that are committed. */
  private final long[] committed = new long[COUNTERS];

  /** How many commits there were that changed something. */
  private int commits;

  private long table;
  private List<String> trace = new ArrayList<>();

  /** Takes its steps one after the other. */
  private interface Actor {
    int steps();

    void step(int number);

    /** All have taken their steps. */
    void end();
  }

  /** Adds one to a counter of its own choice, having read others. */
  private final class Incrementer implements Actor {
    private final String name;
    private final TransactionMode mode;
    private final int[] reads;
    private final int writes;
    private @Nullable Transaction transaction;
    private long[] seen = {};
    private int commitsBefore;
    private boolean busy;
    private boolean lost;

    Incrementer(String name, TransactionMode mode, int writes, int... reads) {
      this.name = name;
      this.mode = mode;
      this.writes = writes;
      this.reads = reads;
    }

    @Override
    public int steps() {
      return 3;
    }

    @Override
    public void step(int number) {
      switch (number) {
        case 0 -> begin();
        case 1 -> write();
        default -> commit();
      }
    }

    private Transaction transaction() {
      if (transaction == null) {
        throw new IllegalStateException("not begun");
      }
      return transaction;
    }

    private void begin() {
      trace.add(name + " begins");
      TransactionOptions options =
          new TransactionOptions(mode, IsolationLevel.SERIALIZABLE, Durability.OFF, 0);
      transaction = store.begin(options, new CallLimits());
      seen = committed.clone();
      commitsBefore = commits;
      checkReads();
    }

    private void checkReads() {
      for (int counter : reads) {
        assertThat(counter(transaction(), counter)).isEqualTo(seen[counter]);
      }
    }

    private void write() {
      trace.add(name + " writes");
      checkReads();
      transaction().makeWritable();
      long value = counter(transaction(), writes) + 1;
      try {
        put(transaction(), new Tree.Table(table, "t"), writes, value);
      } catch (ConflictException e) {
        // An engine may find it out here; then the commit says it again.
        trace.add("and has lost");
        lost = true;
        return;
      }
      assertThat(counter(transaction(), writes)).isEqualTo(value);
    }

    private void commit() {
      trace.add(name + " commits");
      try {
        transaction().commit();
        assertThat(lost).as("it had lost before").isFalse();
        for (int counter : reads) {
          assertThat(seen[counter]).as("what was read is still so").isEqualTo(committed[counter]);
        }
        assertThat(committed[writes]).isEqualTo(seen[writes]);
        committed[writes]++;
        commits++;
        busy = false;
      } catch (BusyException e) {
        busy = true;
        return;
      } catch (ConflictException e) {
        assertThat(mode).isEqualTo(TransactionMode.CONCURRENT);
        assertThat(commits).as("somebody committed meanwhile").isGreaterThan(commitsBefore);
        transaction().close();
        busy = false;
      }
      checkCounters();
    }

    @Override
    public void end() {
      if (busy) {
        commit();
        assertThat(busy).as("nobody is in the way any more").isFalse();
      }
    }
  }

  /** Reads twice. */
  private final class Reader implements Actor {
    private @Nullable Transaction transaction;
    private long[] seen = {};

    @Override
    public int steps() {
      return 2;
    }

    @Override
    public void step(int number) {
      trace.add("reader " + number);
      Transaction reading = transaction;
      if (reading == null) {
        reading = InterleavingContract.this.begin(TransactionMode.READ_ONLY);
        transaction = reading;
        seen = committed.clone();
      }
      for (int i = 0; i < COUNTERS; i++) {
        assertThat(counter(reading, i)).isEqualTo(seen[i]);
      }
      if (number == 1) {
        reading.close();
      }
    }

    @Override
    public void end() {}
  }

  private Actor once(String name, Runnable action) {
    return new Actor() {
      @Override
      public int steps() {
        return 1;
      }

      @Override
      public void step(int number) {
        trace.add(name);
        action.run();
        checkCounters();
      }

      @Override
      public void end() {}
    };
  }

  private Actor checkpoint() {
    return once(
        "checkpoint",
        () ->
            store
                .facet(Facets.Checkpointing.class)
                .ifPresent(facet -> facet.checkpoint(CheckpointMode.TRUNCATE, new CallLimits())));
  }

  private Actor switching() {
    return once(
        "switch",
        () -> {
          try {
            store = engineUnderTest().engine().adopt(store.detach(new CallLimits()));
          } catch (BusyException e) {
            trace.add("which is held up by open transactions");
          }
        });
  }

  private long counter(Transaction transaction, int counter) {
    try (Cursor cursor = transaction.open(new Tree.Table(table, "t"), false)) {
      assertThat(cursor.seek(counter, Cursor.Seek.EQUAL)).isTrue();
      return (long) Records.values(cursor, transaction.encoding()).get(0);
    }
  }

  private void checkCounters() {
    read(transaction -> {
      for (int i = 0; i < COUNTERS; i++) {
        assertThat(counter(transaction, i)).isEqualTo(committed[i]);
      }
      return true;
    });
  }

  private Incrementer concurrent(String name, int writes, int... reads) {
    return new Incrementer(name, TransactionMode.CONCURRENT, writes, reads);
  }

  /** Runs the actors in every order; they are made anew for each. */
  private void inEveryOrder(Supplier<List<Actor>> cast) {
    assumeTrue(capabilities().concurrentTransactions());
    // The orders are the same whatever the options: once is enough.
    assumeTrue(options().equals(StoreOptions.DEFAULTS));
    store = open(new StoreLocation.PrivateMemory(), options());
    write(transaction -> {
      Tree.Table made = newTable(transaction, "t");
      for (int i = 0; i < COUNTERS; i++) {
        put(transaction, made, i, 0);
      }
    });
    table = read(transaction -> treeId(transaction, "t"));
    int[] left = cast.get().stream().mapToInt(Actor::steps).toArray();
    int runs = explore(cast, left, new int[Arrays.stream(left).sum()], 0);
    assertThat(runs).isGreaterThan(100);
    store.close();
  }

  private int explore(Supplier<List<Actor>> cast, int[] left, int[] order, int taken) {
    if (taken == order.length) {
      play(cast.get(), order);
      return 1;
    }
    int runs = 0;
    for (int actor = 0; actor < left.length; actor++) {
      if (left[actor] > 0) {
        left[actor]--;
        order[taken] = actor;
        runs += explore(cast, left, order, taken + 1);
        left[actor]++;
      }
    }
    return runs;
  }

  private void play(List<Actor> actors, int[] order) {
    trace = new ArrayList<>();
    int[] steps = new int[actors.size()];
    try {
      for (int actor : order) {
        actors.get(actor).step(steps[actor]++);
      }
      actors.forEach(Actor::end);
      checkCounters();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("in the order " + Arrays.toString(order) + ": " + trace, e);
    }
  }

  @Test
  void twoConcurrentWritersOfOneCounterAndAPlainOne() {
    inEveryOrder(() ->
        List.of(
            concurrent("first", 0, 0),
            concurrent("second", 0, 0),
            new Incrementer("plain", TransactionMode.IMMEDIATE, 0, 0)));
  }

  @Test
  void writersThatReadEachOthersCountersWhileTheLogStartsOver() {
    inEveryOrder(() ->
        List.of(
            concurrent("first", 0, 0, 1),
            concurrent("second", 1, 0, 1),
            checkpoint(),
            checkpoint()));
  }

  @Test
  void writersReadersAndCheckpoints() {
    inEveryOrder(() ->
        List.of(
            concurrent("first", 0, 0), concurrent("second", 1, 2, 1), new Reader(), checkpoint()));
  }

  @Test
  void writersAndSwitchesOfTheStrategy() {
    inEveryOrder(() ->
        List.of(
            concurrent("first", 0, 0),
            new Incrementer("plain", TransactionMode.IMMEDIATE, 0, 0),
            switching(),
            checkpoint()));
  }

  @Test
  void oneWriterReadersSwitchesAndCheckpoints() {
    inEveryOrder(() ->
        List.of(concurrent("first", 0, 0), new Reader(), switching(), switching(), checkpoint()));
  }
}
