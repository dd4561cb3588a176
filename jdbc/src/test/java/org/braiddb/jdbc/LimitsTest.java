package org.braiddb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.sql.Statement;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Cancelling and query timeouts reach the statement they are for, and no other. */
class LimitsTest {
  private static final String ENDLESS =
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT sum(x) FROM c";
  private static final String NUMBERS =
      "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 100)"
          + " SELECT x FROM c";

  @TempDir Path directory;
  private Connection connection;

  @BeforeEach
  void connect() throws SQLException {
    connection = DriverManager.getConnection(url(0));
    try (Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b)");
      statement.execute("INSERT INTO t(b) " + NUMBERS);
    }
  }

  private String url(int busyTimeout) {
    return "jdbc:braid:" + directory.resolve("limits.db") + "?busy_timeout=" + busyTimeout;
  }

  @AfterEach
  void close() throws SQLException {
    connection.close();
  }

  /** Cancels again and again until the statement has noticed. */
  private static Thread cancelling(Statement statement) {
    return Thread.ofPlatform()
        .daemon()
        .start(() -> {
          try {
            while (!Thread.interrupted()) {
              LockSupport.parkNanos(5_000_000);
              statement.cancel();
            }
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private static void cancelWhileRunning(Statement statement, String sql) throws Exception {
    Thread canceller = cancelling(statement);
    try {
      assertThatThrownBy(() -> statement.execute(sql))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode()).isEqualTo(9));
    } finally {
      canceller.interrupt();
      canceller.join();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ENDLESS,
        "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) INSERT INTO t(b)"
            + " SELECT x FROM c WHERE x < 0",
        "SELECT count(*) FROM t a, t b, t c, t d, t e WHERE a.b || b.b || c.b || d.b || e.b = 'z'",
        "UPDATE t SET b = 1 WHERE (SELECT count(*) FROM t b, t c, t d, t e"
            + " WHERE t.b || b.b || c.b || d.b || e.b = 'z') > 0",
        "SELECT DISTINCT a.b || b.b || c.b || d.b FROM t a, t b, t c, t d ORDER BY 1 LIMIT 3"
      })
  void whatIsWorkingIsCancelled(String sql) throws Exception {
    try (Statement statement = connection.createStatement()) {
      cancelWhileRunning(statement, sql);
      assertThat(statement.executeUpdate("DELETE FROM t WHERE a = 1")).isEqualTo(1);
    }
  }

  @Test
  void otherStatementsGoOn() throws Exception {
    try (Statement reading = connection.createStatement();
        ResultSet rows = reading.executeQuery(NUMBERS);
        Statement cancelled = connection.createStatement();
        Statement later = connection.createStatement()) {
      assertThat(rows.next()).isTrue();
      cancelWhileRunning(cancelled, ENDLESS);
      later.execute("INSERT INTO t(b) VALUES('later')");
      int count = 1;
      while (rows.next()) {
        count++;
      }
      assertThat(count).isEqualTo(100);
    }
  }

  @Test
  void aTimeoutIsForItsStatementAndCountsOnlyWork() throws Exception {
    try (Statement limited = connection.createStatement();
        Statement other = connection.createStatement()) {
      limited.setQueryTimeout(1);
      try (ResultSet rows = limited.executeQuery(NUMBERS)) {
        assertThat(rows.next()).isTrue();
        LockSupport.parkNanos(1_100_000_000);
        other.execute("UPDATE t SET b = 'other'");
        int count = 1;
        while (rows.next()) {
          count++;
        }
        assertThat(count).isEqualTo(100);
      }
      assertThatThrownBy(() -> limited.executeQuery(ENDLESS))
          .isInstanceOf(SQLTimeoutException.class);
      try (ResultSet rows = limited.executeQuery("SELECT count(*) FROM t")) {
        assertThat(rows.next()).isTrue();
      }
    }
  }

  @Test
  void whoWaitsForAWriterIsCancelledToo() throws Exception {
    connection.setAutoCommit(false);
    try (Statement writing = connection.createStatement();
        Connection second = DriverManager.getConnection(url(600_000));
        Statement waiting = second.createStatement()) {
      writing.execute("INSERT INTO t(b) VALUES('writing')");
      cancelWhileRunning(waiting, "INSERT INTO t(b) VALUES('waiting')");
      waiting.setQueryTimeout(1);
      assertThatThrownBy(() -> waiting.execute("INSERT INTO t(b) VALUES('waiting')"))
          .isInstanceOf(SQLTimeoutException.class);
    }
    connection.rollback();
  }

  @Test
  void withoutALimitALockIsABusyError() throws Exception {
    connection.setAutoCommit(false);
    try (Statement writing = connection.createStatement();
        Connection second = DriverManager.getConnection(url(10));
        Statement waiting = second.createStatement()) {
      writing.execute("INSERT INTO t(b) VALUES('writing')");
      assertThatThrownBy(() -> waiting.execute("INSERT INTO t(b) VALUES('waiting')"))
          .isInstanceOfSatisfying(
              SQLTransientException.class,
              e -> {
                assertThat(e.getErrorCode()).isEqualTo(5);
                assertThat(e.getSQLState()).isEqualTo("55P03");
              });
    }
    connection.rollback();
  }
}
