package org.braiddb.blackbox.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import org.braiddb.blackbox.history.Operation;
import org.braiddb.blackbox.history.RecordedTransaction;
import org.braiddb.blackbox.history.RecordedTransaction.Outcome;
import org.braiddb.blackbox.history.Recorder;
import org.braiddb.blackbox.isolation.Regime;

/**
 * Threads that run random transactions and record them.
 *
 * <p>In every third round nobody commits before all have run their statements, so that the round's
 * commits are known to overlap; at most one plain writer takes part in such a round, since a second
 * one would wait for it. In the other rounds anything goes.
 */
final class HistoryRun {
  private static final int BUSY = 5;
  private static final int BUSY_SNAPSHOT = 517;
  private static final int PATIENCE_SECONDS = 60;
  private static final int RETRIES = 2;

  private final Regime regime;
  private final Path file;
  private final int threads;
  private final int rounds;
  private final long seed;
  private final Recorder recorder = new Recorder();
  private final CyclicBarrier barrier;
  private final AtomicIntegerArray writersTogether;

  HistoryRun(Regime regime, Path file, int threads, int rounds, long seed) {
    this.regime = regime;
    this.file = file;
    this.threads = threads;
    this.rounds = rounds;
    this.seed = seed;
    barrier = new CyclicBarrier(threads);
    writersTogether = new AtomicIntegerArray(rounds);
  }

  /** Runs all rounds, and reads everything once more at the end. */
  List<RecordedTransaction> run() throws Exception {
    try (Connection connection = connect();
        Objects objects = new Objects(connection)) {
      try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          Client client = new Client(i);
          running.add(executor.submit(client::call));
        }
        for (Future<?> each : running) {
          each.get();
        }
      }
      Recorder.Running last = recorder.begin(threads);
      for (int key = 0; key < Objects.KEYS; key++) {
        last.did(objects.readList(key));
        last.did(objects.readRegister(key));
        last.did(objects.readSet(key));
      }
      last.ended(Outcome.COMMITTED);
    }
    return recorder.history();
  }

  private Connection connect() throws SQLException {
    return regime.connect(file, PATIENCE_SECONDS * 1000, "");
  }

  /**
   * Rounds with several writers who had all run before the first committed. Whether one of them
   * loses is left to chance: two may share a page in every round.
   */
  int roundsWithOverlappingWriters() {
    int count = 0;
    for (int round = 0; round < rounds; round++) {
      if (together(round) && writersTogether.get(round) > 1) {
        count++;
      }
    }
    return count;
  }

  private static boolean together(int round) {
    return round % 3 == 0;
  }

  /** How a transaction begins; nothing for a single operation in autocommit mode. */
  private enum Begin {
    CONCURRENT,
    READ_ONLY,
    DEFERRED,
    IMMEDIATE,
    AUTOCOMMIT
  }

  private final class Client {
    private final int process;
    private final SplittableRandom random;

    Client(int process) {
      this.process = process;
      random = new SplittableRandom(seed + process);
    }

    Void call() throws Exception {
      try (Connection connection = connect();
          Objects objects = new Objects(connection)) {
        for (int round = 0; round < rounds; round++) {
          if (together(round)) {
            runTogether(objects, round);
          } else {
            runFreely(objects);
          }
          if (random.nextInt(40) == 0) {
            checkpoint(objects);
          }
        }
      } catch (Exception | AssertionError e) {
        barrier.reset();
        throw e;
      }
      return null;
    }

    private void runTogether(Objects objects, int round) throws Exception {
      Begin begin = regime.concurrent() ? Begin.CONCURRENT : Begin.READ_ONLY;
      if (round % threads == process && (!regime.concurrent() || random.nextInt(3) == 0)) {
        begin = Begin.IMMEDIATE;
      }
      barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      Attempt attempt = new Attempt(objects, begin);
      attempt.runStatements();
      barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
      attempt.end();
      if (attempt.wrote) {
        writersTogether.incrementAndGet(round);
      }
      barrier.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private void runFreely(Objects objects) throws SQLException {
      Begin begin =
          switch (random.nextInt(12)) {
            case 0 -> Begin.DEFERRED;
            case 1 -> Begin.IMMEDIATE;
            case 2 -> Begin.AUTOCOMMIT;
            case 3 -> Begin.READ_ONLY;
            default -> regime.concurrent() ? Begin.CONCURRENT : Begin.DEFERRED;
          };
      for (int attempts = 0; attempts <= RETRIES; attempts++) {
        Attempt attempt = new Attempt(objects, begin);
        attempt.runStatements();
        attempt.end();
        if (!attempt.failed) {
          return;
        }
      }
    }

    private void checkpoint(Objects objects) throws SQLException {
      String[] kinds = {"PASSIVE", "FULL", "RESTART", "TRUNCATE"};
      objects.execute("PRAGMA wal_checkpoint(" + kinds[random.nextInt(kinds.length)] + ")");
    }

    /** One transaction, tried once. */
    private final class Attempt {
      private final Objects objects;
      private final Begin begin;
      private final Recorder.Running running = recorder.begin(process);
      private boolean failed;
      private boolean committed;
      private boolean wrote;

      Attempt(Objects objects, Begin begin) {
        this.objects = objects;
        this.begin = begin;
      }

      void runStatements() throws SQLException {
        try {
          switch (begin) {
            case CONCURRENT -> objects.execute("BEGIN CONCURRENT");
            case DEFERRED, READ_ONLY -> objects.execute("BEGIN");
            case IMMEDIATE -> objects.execute("BEGIN IMMEDIATE");
            case AUTOCOMMIT -> {}
          }
          int steps = begin == Begin.AUTOCOMMIT ? 1 : 1 + random.nextInt(8);
          for (int i = 0; i < steps; i++) {
            step();
          }
        } catch (SQLException e) {
          fail(e);
        }
      }

      private void fail(SQLException e) throws SQLException {
        if (e.getErrorCode() != BUSY_SNAPSHOT && e.getErrorCode() != BUSY) {
          throw e;
        }
        boolean cannotLose = begin == Begin.IMMEDIATE || begin == Begin.AUTOCOMMIT;
        if (cannotLose || (e.getErrorCode() == BUSY && begin != Begin.DEFERRED)) {
          throw new AssertionError(begin + " failed", e);
        }
        failed = true;
      }

      private void step() throws SQLException {
        boolean writes = begin != Begin.READ_ONLY && random.nextInt(5) < 2;
        if (begin != Begin.AUTOCOMMIT && writes && random.nextInt(6) == 0) {
          undone();
        } else if (writes) {
          write();
        } else {
          read();
        }
      }

      /** A savepoint, something after it, and back. */
      private void undone() throws SQLException {
        objects.execute("SAVEPOINT s");
        running.did(new Operation.Savepoint("s"));
        write();
        if (random.nextBoolean()) {
          read();
        }
        if (random.nextInt(3) > 0) {
          objects.execute("ROLLBACK TO s");
          running.did(new Operation.RollbackTo("s"));
        }
        objects.execute("RELEASE s");
      }

      private void write() throws SQLException {
        int key = random.nextInt(Objects.KEYS);
        int value = recorder.freshValue();
        Operation operation =
            switch (random.nextInt(3)) {
              case 0 -> new Operation.Append(key, value);
              case 1 -> new Operation.Write(key, value);
              default -> new Operation.Add(key, value);
            };
        // In autocommit mode one statement is the transaction: those of several are not used.
        objects.write(operation, begin == Begin.AUTOCOMMIT ? 1 : random.nextInt(6));
        running.did(operation);
        wrote = true;
      }

      private void read() throws SQLException {
        int key = random.nextInt(Objects.KEYS);
        running.did(
            switch (random.nextInt(3)) {
              case 0 -> objects.readList(key);
              case 1 -> objects.readRegister(key);
              default -> objects.readSet(key);
            });
      }

      void end() throws SQLException {
        if (begin != Begin.AUTOCOMMIT) {
          endTransaction();
        } else {
          committed = !failed;
        }
        running.ended(committed ? Outcome.COMMITTED : Outcome.ABORTED);
      }

      private void endTransaction() throws SQLException {
        if (!failed && random.nextInt(8) > 0) {
          try {
            objects.execute("COMMIT");
            committed = true;
          } catch (SQLException e) {
            fail(e);
          }
        }
        if (!committed) {
          objects.execute("ROLLBACK");
        }
      }
    }
  }

  /** Fails unless commits overlapped as far as the mode lets them. */
  void assertOverlap() {
    if (regime.concurrent()) {
      assertThat(roundsWithOverlappingWriters())
          .as("rounds whose writers overlapped, of %s", (rounds + 2) / 3)
          .isPositive();
    }
  }
}
