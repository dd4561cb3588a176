package org.braiddb.blackbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.braiddb.blackbox.StockSqlite;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A checkpoint that waits for readers lets those of them commit that are writers, too, and comes to
 * an end.
 */
class CheckpointBesideWritersTest {
  private static final int CHECKPOINT_WAIT_MILLIS = 20_000;
  private static final int COMMIT_WAIT_MILLIS = 5_000;
  private static final int RESTART_WAIT_MILLIS = 60_000;
  private static final int READING_MILLIS = 200;
  private static final int WRITERS = 4;
  private static final int MOST_COMMITS = 10_000;
  private static final int WAL_HEADER_BYTES = 32;
  private static final int ROUND_OFFSET = 12;

  @TempDir Path directory;

  private final AtomicInteger clock = new AtomicInteger();
  private final AtomicInteger inserted = new AtomicInteger();

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
  void theLogStartsOverWhereConcurrentWritersOverlapWithoutEnd(Regime regime) throws Exception {
    Path file = directory.resolve("busy.db");
    AtomicBoolean done = new AtomicBoolean();
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
        running.add(executor.submit(() -> write(regime, file, table, done)));
      }
      for (Future<?> each : running) {
        each.get();
      }
    }
    assertThat(done).isTrue();
    StockSqlite.assertIntact(file);
  }

  /** Each of two readers ends only when the other has begun after it, so that one always reads. */
  @ParameterizedTest
  @MethodSource("regimes")
  void aRestartComesToAnEndBesideReadersAndWritersThatOverlapWithoutEnd(Regime regime)
      throws Exception {
    Path file = directory.resolve("restart.db");
    AtomicBoolean done = new AtomicBoolean();
    try (Connection connection = regime.connect(file, RESTART_WAIT_MILLIS, "");
        Statement statement = connection.createStatement();
        ExecutorService executor = Executors.newFixedThreadPool(3)) {
      statement.execute("PRAGMA wal_autocheckpoint = 0");
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v)");
      AtomicInteger first = new AtomicInteger();
      AtomicInteger second = new AtomicInteger();
      List<Future<?>> running = new ArrayList<>();
      running.add(executor.submit(() -> read(regime, file, first, second, done)));
      running.add(executor.submit(() -> read(regime, file, second, first, done)));
      running.add(executor.submit(() -> insert(regime, file, done)));
      String answer;
      try {
        // Until all are under way, or one has failed.
        while ((clock.get() < 4 || inserted.get() < 4)
            && running.stream().noneMatch(Future::isDone)) {
          Thread.sleep(1);
        }
        answer = Answers.run(statement, "PRAGMA wal_checkpoint(RESTART)");
      } finally {
        done.set(true);
      }
      for (Future<?> each : running) {
        each.get();
      }
      assertThat(answer).startsWith("[[0,");
    }
    StockSqlite.assertIntact(file);
  }

  /** Reads again and again; tells when it has begun, and looks when the other has. */
  private Void read(
      Regime regime, Path file, AtomicInteger begun, AtomicInteger other, AtomicBoolean done)
      throws Exception {
    try (Connection connection = regime.connect(file, RESTART_WAIT_MILLIS, "");
        Statement statement = connection.createStatement()) {
      while (!done.get()) {
        statement.execute("BEGIN");
        Answers.run(statement, "SELECT count(*) FROM t");
        int number = clock.incrementAndGet();
        begun.set(number);
        Thread.sleep(READING_MILLIS); // longer than the first turns of the checkpoint
        while (other.get() <= number && !done.get()) {
          Thread.sleep(1);
        }
        statement.execute("COMMIT");
      }
    }
    return null;
  }

  private Void insert(Regime regime, Path file, AtomicBoolean done) throws Exception {
    try (Connection connection = regime.connect(file, RESTART_WAIT_MILLIS, "");
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      while (!done.get()) {
        statement.execute("INSERT INTO t VALUES(NULL, 1)");
        inserted.incrementAndGet();
      }
    }
    return null;
  }

  /** Writes until the log has started over some times, which its header tells. */
  private static Void write(Regime regime, Path file, String table, AtomicBoolean done)
      throws Exception {
    int last = roundOf(file) + 4;
    try (Connection connection = regime.connect(file, CHECKPOINT_WAIT_MILLIS, "");
        Statement statement = connection.createStatement()) {
      statement.execute("PRAGMA synchronous = OFF");
      for (int i = 0; i < MOST_COMMITS && !done.get(); i++) {
        statement.execute(regime.begin());
        Answers.run(statement, "SELECT count(*) FROM " + table);
        statement.execute("INSERT INTO " + table + " VALUES(NULL, zeroblob(6000))");
        statement.execute("COMMIT");
        if (roundOf(file) >= last) {
          done.set(true);
        }
      }
    }
    return null;
  }

  private static int roundOf(Path file) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(WAL_HEADER_BYTES);
    try (SeekableByteChannel log = Files.newByteChannel(Path.of(file + "-wal"))) {
      return log.read(header) < WAL_HEADER_BYTES ? 0 : header.getInt(ROUND_OFFSET);
    }
  }
}
