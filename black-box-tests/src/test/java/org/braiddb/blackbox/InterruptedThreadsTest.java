package org.braiddb.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Threads that are interrupted all the time, wherever they are, break nothing for anybody. */
class InterruptedThreadsTest {
  private static final int INTERRUPTED = 3;
  private static final int COMMITS = 80;

  /** BUSY: a wait was cut short; INTERRUPT: the statement was. */
  private static final List<Integer> OF_AN_INTERRUPT = List.of(5, 9);

  @TempDir Path directory;

  private final Set<Thread> targets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger acknowledged = new AtomicInteger();
  private final AtomicInteger refused = new AtomicInteger();

  @ParameterizedTest
  @ValueSource(strings = {"wal", "pagelock", "mvcc"})
  void everyCommitOfAllThreadsIsThereAndOthersMeetNoError(String mode) throws Exception {
    String url =
        "jdbc:braid:"
            + directory.resolve("interrupted.db")
            + "?busy_timeout=60000&cache_size=10&journal_mode="
            + mode;
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement();
        ExecutorService executor = Executors.newFixedThreadPool(INTERRUPTED + 1)) {
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, body)");
      statement.execute("PRAGMA wal_autocheckpoint = 20");
      List<Future<?>> interrupted = new ArrayList<>();
      for (int i = 0; i < INTERRUPTED; i++) {
        interrupted.add(executor.submit(() -> commit(url, true)));
      }
      Future<?> calm = executor.submit(() -> commit(url, false));
      while (!interrupted.stream().allMatch(Future::isDone)) {
        synchronized (targets) {
          targets.forEach(Thread::interrupt);
        }
        Thread.sleep(1);
      }
      for (Future<?> each : interrupted) {
        each.get();
      }
      calm.get();
      // Of what was refused nothing is there: each statement is a transaction.
      assertThat(number(statement, "SELECT count(*) FROM t")).isEqualTo(acknowledged.get());
      assertThat(acknowledged.get() + refused.get()).isEqualTo((INTERRUPTED + 1) * COMMITS);
    }
    StockSqlite.assertIntact(directory.resolve("interrupted.db"));
  }

  private Void commit(String url, boolean interrupted) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      if (interrupted) {
        targets.add(Thread.currentThread());
      }
      for (int i = 0; i < COMMITS; i++) {
        boolean done =
            attempt(interrupted, statement, "INSERT INTO t(body) VALUES(hex(randomblob(2000)))");
        (done ? acknowledged : refused).incrementAndGet();
        attempt(interrupted, statement, "SELECT sum(length(body)) FROM t");
        if (i % 2 == 0) {
          Thread.interrupted(); // so that there are statements that begin uninterrupted
        }
      }
      synchronized (targets) {
        targets.remove(Thread.currentThread());
        Thread.interrupted();
      }
    }
    return null;
  }

  /** Whether a statement has run; only one whose thread is interrupted may be refused. */
  private static boolean attempt(boolean interrupted, Statement statement, String sql)
      throws SQLException {
    try {
      if (statement.execute(sql)) {
        try (ResultSet rows = statement.getResultSet()) {
          assertThat(rows.next()).isTrue();
        }
      }
      return true;
    } catch (SQLException e) {
      if (!interrupted || !OF_AN_INTERRUPT.contains(e.getErrorCode() & 0xff)) {
        throw e;
      }
      return false;
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }
}
