package org.braiddb.tools;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.braiddb.jdbc.BraidDataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** HikariCP over the driver. */
class HikariPoolTest {
  private static final int THREADS = 12;
  private static final int ROUNDS = 25;

  @TempDir Path directory;

  private String url() {
    return "jdbc:braid:" + directory.resolve("pool.db") + "?busy_timeout=60000";
  }

  private static long number(DataSource pool, String sql) throws SQLException {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  @Test
  void manyThreadsShareFewConnectionsAndLoseNothing() throws Exception {
    HikariConfig configuration = new HikariConfig();
    configuration.setJdbcUrl(url());
    configuration.setMaximumPoolSize(4);
    configuration.setAutoCommit(false);
    configuration.setConnectionTimeout(120_000);
    configuration.setTransactionIsolation("TRANSACTION_SERIALIZABLE");
    configuration.setConnectionInitSql("PRAGMA foreign_keys = ON");
    try (HikariDataSource pool = new HikariDataSource(configuration)) {
      try (Connection connection = pool.getConnection();
          Statement statement = connection.createStatement()) {
        statement.execute("CREATE TABLE counter(id INTEGER PRIMARY KEY, n INT)");
        statement.execute("INSERT INTO counter VALUES(1, 0)");
        connection.commit();
      }
      try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          running.add(
              threads.submit(() -> {
                count(pool);
                return null;
              }));
        }
        for (Future<?> thread : running) {
          thread.get();
        }
      }
      assertThat(number(pool, "SELECT n FROM counter")).isEqualTo(THREADS * ROUNDS);
      assertThat(number(pool, "PRAGMA foreign_keys")).isEqualTo(1);
    }
    // Closing the pool closes the store: a log would stay otherwise.
    assertThat(directory.resolve("pool.db-wal")).doesNotExist();
  }

  private static void count(DataSource pool) throws SQLException {
    for (int i = 0; i < ROUNDS; i++) {
      try (Connection connection = pool.getConnection();
          PreparedStatement update =
              connection.prepareStatement("UPDATE counter SET n = n + 1 WHERE id = ?")) {
        update.setInt(1, 1);
        assertThat(update.executeUpdate()).isEqualTo(1);
        connection.commit();
      }
    }
  }

  @Test
  void aConnectionComesBackClean() throws Exception {
    HikariConfig configuration = new HikariConfig();
    configuration.setDataSourceClassName(BraidDataSource.class.getName());
    configuration.addDataSourceProperty("url", url());
    configuration.setMaximumPoolSize(1);
    try (HikariDataSource pool = new HikariDataSource(configuration)) {
      Statement left;
      try (Connection connection = pool.getConnection()) {
        left = connection.createStatement();
        left.execute("CREATE TABLE t(a)");
        connection.setAutoCommit(false);
        connection.setReadOnly(false);
        left.execute("INSERT INTO t VALUES(1)");
      }
      assertThat(number(pool, "SELECT count(*) FROM t")).isZero();
      assertThat(left.isClosed()).isTrue();
      assertThatThrownBy(() -> left.execute("SELECT 1")).isInstanceOf(SQLException.class);
      try (Connection connection = pool.getConnection()) {
        assertThat(connection.getAutoCommit()).isTrue();
        assertThat(connection.isValid(1)).isTrue();
      }
    }
  }
}
