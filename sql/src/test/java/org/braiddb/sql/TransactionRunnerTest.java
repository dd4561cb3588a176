package org.braiddb.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.braiddb.sql.oracle.Connections.number;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Connections;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransactionRunnerTest {
  private static final int THREADS = 64;
  private static final int INCREMENTS = 5;

  @TempDir Path folder;

  static Stream<String> modes() {
    return StorageEngines.installed().journalModes().stream();
  }

  static Stream<String> concurrentModes() {
    return StorageEngines.installed().all().stream()
        .filter(engine -> engine.capabilities().concurrentTransactions())
        .map(StorageEngine::journalMode);
  }

  private Connection connect(String mode) {
    return Connections.connect(folder.resolve("t.db"), mode);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void sixtyFourThreadsThatWantOneRowAllFinish(String mode) throws Exception {
    try (Connection db = connect(mode);
        ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      db.execute(
          "CREATE TABLE counter(id INTEGER PRIMARY KEY, n); INSERT INTO counter VALUES(1, 0)");
      List<Future<?>> running = new ArrayList<>();
      for (int thread = 0; thread < THREADS; thread++) {
        running.add(executor.submit(() -> increment(mode)));
      }
      for (Future<?> future : running) {
        future.get();
      }
      assertThat(number(db, "SELECT n FROM counter")).isEqualTo(THREADS * INCREMENTS);
    }
  }

  private void increment(String mode) {
    try (Connection db = connect(mode)) {
      for (int i = 0; i < INCREMENTS; i++) {
        TransactionRunner.DEFAULTS.run(
            db,
            connection -> {
              long before = number(connection, "SELECT n FROM counter WHERE id = 1");
              connection.execute("UPDATE counter SET n = " + (before + 1) + " WHERE id = 1");
              return before;
            });
      }
    }
  }

  @ParameterizedTest
  @MethodSource("concurrentModes")
  void connectionThatKeepsLosingTakesTurnsForAWhile(String mode) {
    try (Connection db = connect(mode);
        Connection other = connect(mode)) {
      db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n); INSERT INTO t VALUES(1, 0)");
      TransactionRunner runner =
          TransactionRunner.builder()
              .concurrentAttempts(2)
              .shortWork(Duration.ZERO)
              .briefWork(Duration.ZERO)
              .longestPause(Duration.ZERO)
              .build();
      List<String> runs = new ArrayList<>();
      TransactionRunner.Work<Integer, RuntimeException> losing =
          connection -> {
            number(connection, "SELECT n FROM t");
            runs.add(changesTheRow(other) ? "lost" : "turn");
            connection.execute("UPDATE t SET n = n + 1");
            return 0;
          };
      for (int run = 1; run <= 8; run++) {
        runner.run(db, losing);
      }
      assertThat(runs)
          .containsExactly(
              "lost", "lost", "turn", "turn", "lost", "turn", "turn", "turn", "turn", "turn",
              "lost", "turn");
      for (int run = 1; run <= 16 + 16; run++) { // as many turns, and as many wins
        runner.run(db, connection -> 0);
      }
      runs.clear();
      runner.run(db, losing);
      assertThat(runs).containsExactly("lost", "lost", "turn");
    }
  }

  private static boolean changesTheRow(Connection connection) {
    connection.setBusyTimeout(Duration.ZERO);
    try {
      connection.execute("UPDATE t SET n = n + 1");
      return true;
    } catch (SqlException e) {
      assertThat(e.code()).isEqualTo(ResultCode.BUSY);
      return false;
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theResultOfTheCommittedRunComesBack(String mode) {
    try (Connection db = connect(mode)) {
      db.setBusyTimeout(Duration.ofMillis(7));
      String result =
          TransactionRunner.DEFAULTS.run(
              db,
              connection -> {
                assertThat(connection.autocommit()).isFalse();
                connection.execute("CREATE TABLE t(a); INSERT INTO t VALUES(1),(2)");
                assertThat(connection.prepare("SELECT a FROM t").step()).isTrue();
                return "done";
              });
      assertThat(result).isEqualTo("done");
      assertThat(db.autocommit()).isTrue();
      assertThat(db.busyTimeout()).isEqualTo(Duration.ofMillis(7));
      assertThat(number(db, "SELECT sum(a) FROM t")).isEqualTo(3);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void otherExceptionsRollBackAndComeOutAsTheyAre(String mode) {
    try (Connection db = connect(mode)) {
      db.execute("CREATE TABLE t(a UNIQUE)");
      AtomicInteger runs = new AtomicInteger();
      IOException failure = new IOException("no");
      assertThatThrownBy(() ->
              TransactionRunner.DEFAULTS.run(
                  db,
                  connection -> {
                    runs.incrementAndGet();
                    connection.execute("INSERT INTO t VALUES(1)");
                    throw failure;
                  }))
          .isSameAs(failure);
      assertThatThrownBy(() ->
              TransactionRunner.DEFAULTS.run(
                  db,
                  connection -> {
                    runs.incrementAndGet();
                    connection.execute("INSERT INTO t VALUES(1),(1)");
                    return 0;
                  }))
          .isInstanceOfSatisfying(
              SqlException.class,
              e -> assertThat(e.code()).isEqualTo(ResultCode.CONSTRAINT_UNIQUE));
      assertThat(runs).hasValue(2);
      assertThat(db.autocommit()).isTrue();
      assertThat(number(db, "SELECT count(*) FROM t")).isZero();
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void transactionsAreTheRunnersAffair(String mode) {
    try (Connection db = connect(mode)) {
      assertThatThrownBy(() ->
              TransactionRunner.DEFAULTS.run(
                  db,
                  connection -> {
                    connection.commit();
                    return 0;
                  }))
          .hasMessageContaining("ended the transaction");
      db.begin();
      assertThatThrownBy(() -> TransactionRunner.DEFAULTS.run(db, connection -> 0))
          .hasMessageContaining("a transaction is open");
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("concurrentModes")
  void aLoserRunsAgainOnWhatTheWinnerLeftAndAtLastAlone(String mode) {
    try (Connection db = connect(mode);
        Connection other = connect(mode)) {
      db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n); INSERT INTO t VALUES(1, 0)");
      List<Long> seen = new ArrayList<>();
      List<Boolean> concurrent = new ArrayList<>();
      TransactionRunner runner =
          TransactionRunner.builder().concurrentAttempts(3).shortWork(Duration.ZERO).build();
      runner.run(
          db,
          connection -> {
            seen.add(number(connection, "SELECT n FROM t"));
            concurrent.add(connection.inConcurrentTransaction());
            if (connection.inConcurrentTransaction()) {
              other.execute("UPDATE t SET n = n + 1");
            }
            connection.execute("UPDATE t SET n = n + 10");
            return 0;
          });
      assertThat(seen).containsExactly(0L, 1L, 2L, 3L);
      assertThat(concurrent).containsExactly(true, true, true, false);
      assertThat(number(db, "SELECT n FROM t")).isEqualTo(13);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("concurrentModes")
  void shortWorkTakesItsTurnAfterItsFirstLoss(String mode) {
    try (Connection db = connect(mode);
        Connection other = connect(mode)) {
      db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n); INSERT INTO t VALUES(1, 0)");
      List<Boolean> concurrent = new ArrayList<>();
      TransactionRunner runner =
          TransactionRunner.builder()
              .concurrentAttempts(3)
              .shortWork(Duration.ofHours(1))
              .longestPause(Duration.ofHours(1))
              .build();
      runner.run(
          db,
          connection -> {
            number(connection, "SELECT n FROM t");
            concurrent.add(connection.inConcurrentTransaction());
            if (connection.inConcurrentTransaction()) {
              other.execute("UPDATE t SET n = n + 1");
            }
            connection.execute("UPDATE t SET n = n + 10");
            return 0;
          });
      assertThat(concurrent).containsExactly(true, false);
      assertThat(number(db, "SELECT n FROM t")).isEqualTo(11);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("concurrentModes")
  void workThatHasBeenBriefTakesTurnsUntilItOnlyReads(String mode) {
    try (Connection db = connect(mode)) {
      db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n); INSERT INTO t VALUES(1, 0)");
      List<Boolean> concurrent = new ArrayList<>();
      TransactionRunner runner = TransactionRunner.builder().briefWork(Duration.ofHours(1)).build();
      TransactionRunner.Work<Integer, RuntimeException> writing =
          connection -> {
            concurrent.add(connection.inConcurrentTransaction());
            connection.execute("UPDATE t SET n = n + 1");
            return 0;
          };
      for (int run = 0; run < 50; run++) { // one run says little, its average falls slowly
        runner.run(db, writing);
      }
      assertThat(concurrent.getFirst()).isTrue();
      assertThat(concurrent.getLast()).isFalse();
      db.execute("ATTACH ':memory:' AS other");
      runner.run(db, writing);
      assertThat(concurrent.getLast()).isTrue();
      db.execute("DETACH other");
      runner.run(db, writing);
      assertThat(concurrent.getLast()).isFalse();
      for (int run = 0; run < 50; run++) {
        runner.run(db, connection -> number(connection, "SELECT n FROM t"));
      }
      runner.run(db, writing);
      assertThat(concurrent.getLast()).isTrue();
      assertThat(number(db, "SELECT n FROM t")).isEqualTo(53);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("concurrentModes")
  void workThatKeepsAConflictToItselfIsRunAgain(String mode) {
    try (Connection db = connect(mode);
        Connection other = connect(mode)) {
      db.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, n); INSERT INTO t VALUES(1, 0)");
      AtomicInteger runs = new AtomicInteger();
      TransactionRunner.DEFAULTS.run(
          db,
          connection -> {
            long before = number(connection, "SELECT n FROM t");
            if (runs.incrementAndGet() == 1) {
              other.execute("UPDATE t SET n = 5");
            }
            try {
              connection.execute("UPDATE t SET n = " + (before + 1));
            } catch (SqlException e) {
              assertThat(e.code()).isEqualTo(ResultCode.BUSY_SNAPSHOT);
            }
            return 0;
          });
      assertThat(runs).hasValue(2);
      assertThat(number(db, "SELECT n FROM t")).isEqualTo(6);
    }
  }
}
