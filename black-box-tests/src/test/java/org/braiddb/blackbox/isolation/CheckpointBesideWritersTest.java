package org.braiddb.blackbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
}
