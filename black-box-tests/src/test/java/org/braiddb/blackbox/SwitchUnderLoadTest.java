package org.braiddb.blackbox;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.atomic.AtomicBoolean;
import org.braiddb.jdbc.BraidDataSource;
import org.braiddb.jdbc.BraidTransactions;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The journal mode is switched round and round while threads transfer, append and count. */
class SwitchUnderLoadTest {
  private static final int THREADS = 8;
  private static final int ROUNDS_OF_SWITCHES = 6;
  private static final int ACCOUNTS = 20;
  private static final long TOTAL = ACCOUNTS * 100L;

  @TempDir Path directory;

  private final AtomicBoolean stop = new AtomicBoolean();

  private BraidDataSource source() {
    BraidDataSource source = new BraidDataSource();
    source.setDatabase(directory.resolve("t.db").toString());
    source.setSynchronous("normal");
    source.setBusyTimeout(60_000);
    return source;
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void nothingIsLostAndNothingFailsButTheTransactionsThatLose() throws Exception {
    List<String> modes =
        StorageEngines.installed().all().stream()
            .filter(engine -> engine.capabilities().persistent())
            .map(StorageEngine::journalMode)
            .toList();
    try (Connection connection = source().getConnection();
        ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
      execute(connection, "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER)");
      execute(connection, "CREATE TABLE log(id INTEGER PRIMARY KEY, thread INTEGER, at TEXT)");
      execute(connection, "CREATE INDEX log_at ON log(at)");
      for (int id = 1; id <= ACCOUNTS; id++) {
        execute(connection, "INSERT INTO account VALUES(" + id + ", 100)");
      }
      List<Future<Long>> workers = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int thread = i;
        workers.add(executor.submit(() -> work(thread)));
      }
      try {
        for (int round = 0; round < ROUNDS_OF_SWITCHES; round++) {
          for (String mode : modes) {
            execute(connection, "PRAGMA journal_mode = " + mode);
            long before = number(connection, "SELECT count(*) FROM log");
            while (number(connection, "SELECT count(*) FROM log") < before + THREADS) {
              assertThat(workers).noneMatch(Future::isDone);
            }
          }
        }
      } finally {
        stop.set(true);
      }
      long appended = 0;
      for (Future<Long> worker : workers) {
        appended += worker.get();
      }
      assertThat(number(connection, "SELECT count(*) FROM log")).isEqualTo(appended);
      assertThat(number(connection, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
    }
    StockSqlite.assertIntact(directory.resolve("t.db"));
  }

  /** How many rows it has appended. */
  private long work(int thread) throws SQLException {
    long appended = 0;
    try (Connection connection = source().getConnection();
        PreparedStatement take =
            connection.prepareStatement("UPDATE account SET balance = balance - 1 WHERE id = ?");
        PreparedStatement give =
            connection.prepareStatement("UPDATE account SET balance = balance + 1 WHERE id = ?")) {
      for (int i = 0; !stop.get(); i++) {
        int from = 1 + (thread + i) % ACCOUNTS;
        int to = 1 + (thread * 7 + i * 3) % ACCOUNTS;
        appended +=
            BraidTransactions.run(
                connection,
                same -> {
                  take.setInt(1, from);
                  take.executeUpdate();
                  give.setInt(1, to);
                  give.executeUpdate();
                  execute(same, "INSERT INTO log(thread, at) VALUES(" + thread + ", 'transfer')");
                  return 1;
                });
        // In autocommit mode a statement never loses, whatever the others do.
        execute(connection, "INSERT INTO log(thread, at) VALUES(" + thread + ", 'alone')");
        appended++;
        assertThat(number(connection, "SELECT sum(balance) FROM account")).isEqualTo(TOTAL);
      }
    }
    return appended;
  }
}
