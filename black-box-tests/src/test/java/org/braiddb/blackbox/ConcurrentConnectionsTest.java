package org.braiddb.blackbox;

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
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many threads, each with its own connection, on one file in wal mode. */
class ConcurrentConnectionsTest {
  private static final int THREADS = 16;
  private static final int ACCOUNTS = 50;
  private static final int ROUNDS = 60;
  private static final long TOTAL = ACCOUNTS * 1000L;

  @TempDir Path directory;
  private String url = "";

  @BeforeEach
  void createAccounts() throws SQLException {
    url = "jdbc:braid:" + directory.resolve("bank.db") + "?busy_timeout=60000";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER NOT NULL)");
      statement.execute("CREATE TABLE transfer(id INTEGER PRIMARY KEY, amount INTEGER, note TEXT)");
      statement.execute("CREATE INDEX transfer_amount ON transfer(amount)");
      statement.execute(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
              + ACCOUNTS
              + ") INSERT INTO account SELECT i, 1000 FROM n");
    }
  }

  private static long number(Statement statement, String sql) throws SQLException {
    try (ResultSet result = statement.executeQuery(sql)) {
      assertThat(result.next()).isTrue();
      return result.getLong(1);
    }
  }

  private void inParallel(int threads, ThreadBody body) throws Exception {
    CyclicBarrier start = new CyclicBarrier(threads);
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Future<?>> running = new ArrayList<>();
      for (int i = 0; i < threads; i++) {
        int thread = i;
        Callable<Void> task =
            () -> {
              try (Connection connection = DriverManager.getConnection(url);
                  Statement statement = connection.createStatement()) {
                start.await();
                body.run(thread, connection, statement);
              }
              return null;
            };
        running.add(executor.submit(task));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
  }

  private interface ThreadBody {
    void run(int thread, Connection connection, Statement statement) throws Exception;
  }

  @Test
  void transfersOf16ThreadsLoseNothingAndReadersSeeNoTornState() throws Exception {
    inParallel(
        THREADS,
        (thread, connection, statement) -> {
          SplittableRandom random = new SplittableRandom(thread);
          for (int round = 0; round < ROUNDS; round++) {
            transfer(connection, statement, random, thread);
            assertThat(number(statement, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
          }
        });
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      assertThat(number(statement, "SELECT count(*) FROM transfer"))
          .isEqualTo((long) THREADS * ROUNDS);
      assertThat(number(statement, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
    }
    StockSqlite.assertIntact(directory.resolve("bank.db"));
  }

  @Test
  void tablesMadeBesideEachOtherAreAllThere() throws Exception {
    int tables = 40;
    inParallel(
        4,
        (thread, connection, statement) -> {
          for (int i = 0; i < tables; i++) {
            statement.execute("CREATE TABLE made_" + thread + "_" + i + "(a, b UNIQUE)");
          }
        });
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      assertThat(number(statement, "SELECT count(*) FROM sqlite_schema WHERE name LIKE 'made%'"))
          .isEqualTo(4 * tables);
    }
    StockSqlite.assertIntact(directory.resolve("bank.db"));
  }

  private static void transfer(
      Connection connection, Statement statement, SplittableRandom random, int thread)
      throws SQLException {
    int from = 1 + random.nextInt(ACCOUNTS);
    int to = 1 + random.nextInt(ACCOUNTS);
    int amount = random.nextInt(100);
    statement.execute("BEGIN IMMEDIATE");
    long before = number(statement, "SELECT balance FROM account WHERE id = " + from);
    statement.executeUpdate(
        "UPDATE account SET balance = " + (before - amount) + " WHERE id = " + from);
    statement.executeUpdate(
        "UPDATE account SET balance = balance + " + amount + " WHERE id = " + to);
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO transfer(amount, note) VALUES(?, ?)")) {
      insert.setInt(1, amount);
      insert.setString(2, "thread " + thread);
      insert.executeUpdate();
    }
    statement.execute("COMMIT");
  }

  @Test
  void incrementsOfOneRowBy16ThreadsAreAllThere() throws Exception {
    inParallel(
        THREADS,
        (thread, connection, statement) -> {
          for (int round = 0; round < ROUNDS; round++) {
            statement.executeUpdate("UPDATE account SET balance = balance + 1 WHERE id = 1");
          }
        });
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      assertThat(number(statement, "SELECT balance FROM account WHERE id = 1"))
          .isEqualTo(1000L + THREADS * ROUNDS);
    }
  }

  @Test
  void readerFinishesAThousandQueriesWhileAWriterIsHeldOpen() throws SQLException {
    try (Connection writer = DriverManager.getConnection(url);
        Connection reader = DriverManager.getConnection(url);
        Statement write = writer.createStatement();
        Statement read = reader.createStatement()) {
      write.execute("BEGIN IMMEDIATE");
      write.executeUpdate("UPDATE account SET balance = 0");
      for (int i = 0; i < 1000; i++) {
        assertThat(number(read, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
      }
      write.execute("COMMIT");
      assertThat(number(read, "SELECT sum(balance) FROM account")).isZero();
    }
  }

  @Test
  void writerCommitsAThousandTimesWhileAReaderIsHeldOpen() throws SQLException {
    try (Connection writer = DriverManager.getConnection(url);
        Connection reader = DriverManager.getConnection(url);
        Statement write = writer.createStatement();
        Statement read = reader.createStatement()) {
      read.execute("BEGIN");
      assertThat(number(read, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
      for (int i = 0; i < 1000; i++) {
        write.executeUpdate("UPDATE account SET balance = balance + 1 WHERE id = 1");
      }
      assertThat(number(read, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
      read.execute("COMMIT");
      assertThat(number(read, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL + 1000);
    }
  }
}
