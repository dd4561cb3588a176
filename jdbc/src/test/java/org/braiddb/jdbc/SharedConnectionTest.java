package org.braiddb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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

  private static final int READ = 3000;

  private void insertRowsToRead() throws SQLException {
    try (Connection connection = open();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + READ
              + ") SELECT i, 'row ' || i, 2 * i FROM n");
    }
  }

  /** Reads some rows, and fails where a value is not of the row that it is on. */
  private static void read(PreparedStatement reader, int from, int step) throws SQLException {
    reader.setInt(1, from);
    try (ResultSet rows = reader.executeQuery()) {
      long expected = Math.ceilDiv(from, step) * step;
      while (rows.next()) {
        assertThat(rows.getLong(1)).isEqualTo(expected);
        assertThat(rows.getString(2)).isEqualTo("row " + expected);
        assertThat(rows.getDouble(3)).isEqualTo(2.0 * expected);
        expected += step;
      }
      assertThat(expected).isEqualTo(READ + step);
    }
  }

  private static final String ALL = "SELECT a, b, c FROM t WHERE a >= ?";
  private static final String THIRDS = ALL + " AND c % 3 = 0";

  /** Each change has the rows read that the other thread has not come to. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {ALL + "|1", THIRDS + "|3"})
  void theRowThatAThreadReadsIsNotMovedByChangesOfAnother(String query, int step) throws Exception {
    insertRowsToRead();
    try (Connection connection = open();
        PreparedStatement reader = connection.prepareStatement(query);
        PreparedStatement change =
            connection.prepareStatement("UPDATE t SET b = 'row ' || a, c = 2 * a WHERE a = ?");
        ExecutorService thread = Executors.newSingleThreadExecutor()) {
      AtomicBoolean done = new AtomicBoolean();
      Future<?> other =
          thread.submit(() -> {
            for (int i = 0; !done.get(); i++) {
              change.setInt(1, 1 + i % READ);
              change.executeUpdate();
            }
            return null;
          });
      try {
        for (int i = 0; i < 300; i++) {
          read(reader, 1 + i % 9, step);
        }
      } finally {
        done.set(true);
      }
      other.get();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ROLLBACK|false",
        "close statement|false",
        "close connection|false",
        "close statement|true",
        "close connection|true"
      })
  void readingEndsWithAnErrorWhereAnotherThreadEndsIt(String end, boolean autoCommit)
      throws Exception {
    insertRowsToRead();
    for (int round = 0; round < 300; round++) {
      int step = round % 2 == 0 ? 3 : 1;
      try (Connection connection = open();
          ExecutorService thread = Executors.newSingleThreadExecutor()) {
        connection.setAutoCommit(autoCommit);
        PreparedStatement reader = connection.prepareStatement(step == 3 ? THIRDS : ALL);
        CyclicBarrier both = new CyclicBarrier(2);
        Future<?> other =
            thread.submit(() -> {
              both.await();
              switch (end) {
                case "ROLLBACK" -> connection.rollback();
                case "close statement" -> reader.close();
                default -> connection.close();
              }
              return null;
            });
        try {
          read(reader, 1, step);
          both.await();
          for (int from = 1; from < READ; from += 100) {
            read(reader, from, step);
          }
        } catch (SQLException e) {
          assertThat(e.getMessage()).containsAnyOf("ROLLBACK", "closed", "no row");
        }
        other.get();
      }
    }
  }

  /**
   * A thread that was about to move on in a result set when another one closed that, and ran the
   * statement anew, neither takes a row of the new run nor ends it, nor shows a value of it.
   */
  @ParameterizedTest
  @CsvSource({"SELECT a FROM t WHERE a >= ? ORDER BY a", "SELECT a FROM t WHERE a >= ?"})
  void rowsOfAnEarlierRunLeaveTheLaterOneAlone(String sql) throws SQLException {
    try (Connection connection = open()) {
      insert(connection, 0);
      try (org.braiddb.sql.Statement statement =
          ((JdbcConnection) connection).engine().prepare(sql)) {
        statement.bindLong(1, 1);
        StatementRows earlier = new StatementRows(statement, false);
        earlier.start();
        assertThat(earlier.next()).isTrue();
        assertThat(earlier.integer(0)).isEqualTo(1);

        statement.reset();
        statement.bindLong(1, 101);
        StatementRows later = new StatementRows(statement, false);
        later.start();
        assertThat(later.next()).isTrue();

        assertThatThrownBy(() -> earlier.integer(0)).hasMessageContaining("run anew");
        assertThatThrownBy(earlier::next).hasMessageContaining("run anew");
        earlier.close();
        for (int i = 101; i < ROWS; i++) {
          assertThat(later.integer(0)).isEqualTo(i);
          assertThat(later.next()).isTrue();
        }
        assertThat(later.next()).isFalse();
        assertThat(later.next()).isFalse();
      }
    }
  }

  @Test
  void rowsOfARunThatWasResetDoNotBeginAnother() throws SQLException {
    try (Connection connection = open()) {
      insert(connection, 0);
      try (org.braiddb.sql.Statement statement =
          ((JdbcConnection) connection).engine().prepare("SELECT a FROM t")) {
        StatementRows rows = new StatementRows(statement, false);
        rows.start();
        assertThat(rows.next()).isTrue();
        statement.reset();
        assertThatThrownBy(rows::next).hasMessageContaining("was reset");
      }
    }
  }
}
