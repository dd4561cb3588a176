package org.braiddb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One connection in the hands of several threads: calls wait for each other. */
class SharedConnectionTest {
  private static final int THREADS = 6;
  private static final int ROWS = 200;

  @TempDir Path directory;

  @BeforeEach
  void create() throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, c UNIQUE)");
      statement.execute("CREATE INDEX tb ON t(b)");
    }
  }

  private Connection open() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:braid:" + directory.resolve("shared.db") + "?synchronous=OFF&busy_timeout=60000");
  }

  private static String text(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private void assertIntact(long rows) throws SQLException {
    try (Connection connection = open()) {
      assertThat(text(connection, "PRAGMA integrity_check")).isEqualTo("ok");
      assertThat(text(connection, "SELECT count(*) FROM t")).isEqualTo(Long.toString(rows));
    }
  }

  private static void insert(Connection connection, int thread) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO t(b, c) VALUES(?, ?)")) {
      for (int i = 0; i < ROWS; i++) {
        insert.setString(1, "row " + i + " of " + thread);
        insert.setInt(2, thread * ROWS + i);
        assertThat(insert.executeUpdate()).isEqualTo(1);
      }
    }
  }

  @Test
  void whatThreadsChangeTogetherIsAllThere() throws Exception {
    for (boolean autoCommit : new boolean[] {true, false}) {
      try (Connection connection = open();
          Statement statement = connection.createStatement();
          ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
        statement.execute("DELETE FROM t");
        connection.setAutoCommit(autoCommit);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          int thread = i;
          running.add(
              threads.submit(() -> {
                insert(connection, thread);
                return null;
              }));
        }
        for (Future<?> thread : running) {
          thread.get();
        }
        if (!autoCommit) {
          connection.commit();
        }
      }
      assertIntact(THREADS * ROWS);
    }
  }

  @Test
  void theFirstStatementsOfManyThreadsBeginOneTransaction() throws Exception {
    CyclicBarrier together = new CyclicBarrier(THREADS);
    try (Connection connection = open();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      connection.setAutoCommit(false);
      for (int round = 0; round < 300; round++) {
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
          boolean prepared = i % 2 == 0;
          running.add(
              threads.submit(() -> {
                together.await();
                insertOne(connection, prepared);
                return null;
              }));
        }
        for (Future<?> thread : running) {
          thread.get();
        }
        assertThat(text(connection, "SELECT count(*) FROM t")).isEqualTo("" + THREADS);
        connection.rollback();
      }
    }
    assertIntact(0);
  }

  private static void insertOne(Connection connection, boolean prepared) throws SQLException {
    if (prepared) {
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t(b) VALUES('p')")) {
        insert.executeUpdate();
      }
    } else {
      try (Statement insert = connection.createStatement()) {
        insert.executeUpdate("INSERT INTO t(b) VALUES('s')");
      }
    }
  }

  @Test
  void anAbortedConnectionLeavesTheFileIntact() throws Exception {
    try (ExecutorService aborter = Executors.newSingleThreadExecutor()) {
      for (int round = 0; round < 30; round++) {
        Connection connection = open();
        connection.setAutoCommit(false);
        int pause = round * 3000;
        Future<?> abort =
            aborter.submit(() -> {
              long until = System.nanoTime() + 200_000 + pause;
              while (System.nanoTime() < until) {
                Thread.onSpinWait();
              }
              connection.abort(Runnable::run);
              return null;
            });
        try {
          for (int i = 0; i < 50; i++) {
            insert(connection, i);
            connection.rollback();
          }
        } catch (SQLException e) {
          assertThat(e.getMessage()).isNotEmpty();
        }
        abort.get();
        assertThat(connection.isClosed()).isTrue();
        assertIntact(0);
      }
    }
  }
}
