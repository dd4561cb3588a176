package org.braiddb.blackbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.braiddb.blackbox.StockSqlite;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A checkpoint that waits for readers lets those of them commit that are writers, too. */
class CheckpointBesideWritersTest {
  private static final int CHECKPOINT_WAIT_MILLIS = 20_000;
  private static final int COMMIT_WAIT_MILLIS = 5_000;
  private static final int WRITERS = 4;
  private static final int COMMITS = 400;

  @TempDir Path directory;

  static Stream<Arguments> cases() {
    return Regime.allConcurrent().stream()
        .flatMap(regime ->
            Stream.of("FULL", "RESTART", "TRUNCATE").map(kind -> Arguments.of(regime, kind)));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("cases")
  void commitIsNotHeldUpByTheCheckpointThatWaitsForIt(Regime regime, String kind) throws Exception {
    Path file = directory.resolve("checkpoint.db");
    try (Connection first = regime.connect(file, CHECKPOINT_WAIT_MILLIS, "");
        Connection second = regime.connect(file, COMMIT_WAIT_MILLIS, "");
        Statement other = first.createStatement();
        Statement concurrent = second.createStatement();
        ExecutorService executor = Executors.newSingleThreadExecutor()) {
      other.execute("CREATE TABLE a(id INTEGER PRIMARY KEY, v)");
      other.execute("CREATE TABLE b(id INTEGER PRIMARY KEY, v)");
      concurrent.execute("BEGIN CONCURRENT");
      concurrent.execute("INSERT INTO a VALUES(1, 'x')");
      other.execute("INSERT INTO b VALUES(1, 'y')");
      AtomicReference<Thread> checkpointer = new AtomicReference<>();

      Future<String> checkpoint =
          executor.submit(() -> {
            checkpointer.set(Thread.currentThread());
            return Answers.run(other, "PRAGMA wal_checkpoint(" + kind + ")");
          });
      while (checkpointer.get() == null
          || checkpointer.get().getState() != Thread.State.TIMED_WAITING) {
        Thread.onSpinWait();
      }
      concurrent.execute("COMMIT");

      assertThat(checkpoint.get()).startsWith("[[0,");
      assertThat(Answers.run(other, "SELECT * FROM a, b")).isEqualTo("[[1, x, 1, y]]");
    }
    StockSqlite.assertIntact(file);
  }

  static Stream<Regime> regimes() {
    return Regime.allConcurrent().stream();
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void theLogStaysBoundedWhereConcurrentWritersOverlapWithoutEnd(Regime regime) throws Exception {
    Path file = directory.resolve("busy.db");
    AtomicLong longest = new AtomicLong();
    try (Connection connection = regime.connect(file, CHECKPOINT_WAIT_MILLIS, "");
        Statement statement = connection.createStatement();
        ExecutorService executor = Executors.newFixedThreadPool(WRITERS)) {
      statement.execute("PRAGMA wal_autocheckpoint = 10");
      for (int i = 0; i < WRITERS; i++) {
        statement.execute("CREATE TABLE t" + i + "(id INTEGER PRIMARY KEY, v)");
      }
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < WRITERS; i++) {
        String table = "t" + i;
        running.add(executor.submit(() -> write(regime, file, table, longest)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    // Some 20 MB were written, and the log should start over after 40 KB; it grows by 4 MB at once.
    assertThat(longest.get()).isLessThan(9 << 20);
    StockSqlite.assertIntact(file);
  }

  private static Void write(Regime regime, Path file, String table, AtomicLong longest)
      throws Exception {
    try (Connection connection = regime.connect(file, CHECKPOINT_WAIT_MILLIS, "");
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      for (int i = 0; i < COMMITS; i++) {
        statement.execute(regime.begin());
        Answers.run(statement, "SELECT count(*) FROM " + table);
        statement.execute("INSERT INTO " + table + " VALUES(NULL, zeroblob(6000))");
        statement.execute("COMMIT");
        longest.accumulateAndGet(Files.size(Path.of(file + "-wal")), Math::max);
      }
    }
    return null;
  }
}
