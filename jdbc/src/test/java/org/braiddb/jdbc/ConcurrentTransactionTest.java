package org.braiddb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ConcurrentTransactionTest {
  @TempDir Path folder;

  static Stream<String> modes() {
    return StorageEngines.installed().journalModes().stream();
  }

  static Stream<String> concurrentModes() {
    return StorageEngines.installed().all().stream()
        .filter(engine -> engine.capabilities().concurrentTransactions())
        .map(StorageEngine::journalMode);
  }

  private BraidDataSource source(String mode) {
    BraidDataSource source = new BraidDataSource();
    source.setDatabase(folder.resolve("t.db").toString());
    source.setJournalMode(mode);
    source.setTransactionMode("concurrent");
    return source;
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private static void assertConflict(ThrowingCall call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            SQLTransactionRollbackException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo("40001");
              assertThat(e.getErrorCode()).isEqualTo(ResultCode.BUSY_SNAPSHOT.code());
              assertThat(e.getMessage()).contains("conflict", "account");
            });
  }

  private interface ThrowingCall {
    void run() throws SQLException;
  }

  /** Loses to another transaction, at the latest at its COMMIT. */
  private static void lose(Connection connection) throws SQLException {
    execute(connection, "UPDATE account SET balance = balance - 1 WHERE id = 1");
    connection.commit();
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("concurrentModes")
  void afterAConflictOnlyRollbackHelps(String mode) throws SQLException {
    try (Connection loser = source(mode).getConnection();
        Connection winner = source(mode).getConnection()) {
      execute(winner, "CREATE TABLE account(id INTEGER PRIMARY KEY, balance)");
      execute(winner, "INSERT INTO account VALUES(1, 100)");
      loser.setAutoCommit(false);
      assertThat(number(loser, "SELECT balance FROM account")).isEqualTo(100);
      Savepoint savepoint = loser.setSavepoint();
      execute(winner, "UPDATE account SET balance = 50");

      assertConflict(() -> lose(loser));
      assertConflict(loser::commit);
      loser.rollback(savepoint);
      assertThat(number(loser, "SELECT balance FROM account")).isEqualTo(100);
      assertConflict(loser::commit);
      assertConflict(() -> execute(loser, "COMMIT"));

      loser.rollback();
      assertThat(number(loser, "SELECT balance FROM account")).isEqualTo(50);
      lose(loser);
      assertThat(number(winner, "SELECT balance FROM account")).isEqualTo(49);
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("concurrentModes")
  void conflictsAreInTheDiary(String mode) throws SQLException {
    try (Connection loser = source(mode).getConnection();
        Connection winner = source(mode).getConnection()) {
      execute(winner, "CREATE TABLE account(id INTEGER PRIMARY KEY, balance)");
      execute(winner, "INSERT INTO account VALUES(1, 100)");
      execute(winner, "PRAGMA conflict_diary = on");
      loser.setAutoCommit(false);
      for (int i = 0; i < 3; i++) {
        assertThat(number(loser, "SELECT balance FROM account")).isEqualTo(100 + i);
        execute(winner, "UPDATE account SET balance = balance + 1");
        assertConflict(() -> lose(loser));
        loser.rollback();
      }
      try (Statement statement = winner.createStatement();
          ResultSet rows = statement.executeQuery("SELECT * FROM braid_conflicts")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString("schema")).isEqualTo("main");
        assertThat(rows.getString("object")).isEqualTo("account");
        assertThat(rows.getString("kind")).isIn("row", "page");
        assertThat(rows.getString("place")).isNotEmpty();
        assertThat(rows.getLong("conflicts")).isEqualTo(3);
        assertThat(rows.getLong("last_winner")).isPositive();
        assertThat(rows.next()).isFalse();
      }
      execute(winner, "PRAGMA conflict_diary = clear");
      assertThat(number(winner, "SELECT count(*) FROM braid_conflicts")).isZero();
    }
  }

  @ParameterizedTest(allowZeroInvocations = true)
  @MethodSource("concurrentModes")
  void openResultSetsDoNotHinderCommitButTheStatementCommit(String mode) throws SQLException {
    try (Connection connection = source(mode).getConnection();
        Statement reading = connection.createStatement()) {
      execute(connection, "CREATE TABLE account(id INTEGER PRIMARY KEY, balance)");
      execute(connection, "INSERT INTO account VALUES(1, 100), (2, 200), (3, 300)");
      connection.setAutoCommit(false);
      execute(connection, "UPDATE account SET balance = 0 WHERE id = 3");
      ResultSet rows = reading.executeQuery("SELECT id FROM account");
      assertThat(rows.next()).isTrue();
      assertThatThrownBy(() -> execute(connection, "COMMIT"))
          .hasMessageContaining("SQL statements in progress");
      connection.commit();
      assertThat(rows.next()).isTrue();
      assertThat(rows.getInt(1)).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theIsolationLevelIsTheOneInForce(String mode) throws SQLException {
    StorageEngine engine = StorageEngines.installed().forMode(mode);
    boolean snapshot =
        engine.capabilities().concurrentTransactions()
            && engine
                .capabilities()
                .isolationLevels()
                .contains(org.braiddb.storage.IsolationLevel.SNAPSHOT);
    int weakest =
        snapshot ? Connection.TRANSACTION_REPEATABLE_READ : Connection.TRANSACTION_SERIALIZABLE;
    BraidDataSource source = source(mode);
    try (Connection connection = source.getConnection()) {
      assertThat(connection.getTransactionIsolation()).isEqualTo(weakest);
      connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
      connection.setTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
      assertThat(connection.getTransactionIsolation()).isEqualTo(weakest);
      execute(connection, "BEGIN IMMEDIATE");
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    }
    source.setIsolation("serializable");
    try (Connection connection = source.getConnection()) {
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    }
    source.setTransactionMode("deferred");
    source.setIsolation("snapshot");
    try (Connection connection = source.getConnection()) {
      assertThat(connection.getTransactionIsolation())
          .isEqualTo(Connection.TRANSACTION_SERIALIZABLE);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void urlAndPropertiesChooseModeAndIsolation(String mode) throws SQLException {
    String url = "jdbc:braid:" + folder.resolve("u.db") + "?isolation=serializable&journal_mode=";
    try (Connection connection = DriverManager.getConnection(url + mode);
        Statement statement = connection.createStatement()) {
      try (ResultSet rows = statement.executeQuery("PRAGMA journal_mode")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo(mode);
      }
      try (ResultSet rows = statement.executeQuery("PRAGMA isolation")) {
        assertThat(rows.next()).isTrue();
        assertThat(rows.getString(1)).isEqualTo("serializable");
      }
    }
    assertThatThrownBy(() -> DriverManager.getConnection(url + "quantum"))
        .hasMessageContaining("unknown journal mode: quantum")
        .hasMessageContaining(mode);
  }

  @Test
  void unknownSettingsAreErrors() {
    BraidDataSource source = source("wal");
    source.setIsolation("chaos");
    assertThatThrownBy(source::getConnection)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("isolation")
        .hasMessageContaining("snapshot, serializable");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void workIsRunUntilItIsCommitted(String mode) throws SQLException {
    try (Connection other = source(mode).getConnection()) {
      execute(other, "CREATE TABLE account(id INTEGER PRIMARY KEY, balance)");
      execute(other, "INSERT INTO account VALUES(1, 100)");
      AtomicInteger runs = new AtomicInteger();
      long result =
          BraidTransactions.run(
              source(mode),
              connection -> {
                long before = number(connection, "SELECT balance FROM account");
                boolean alone = !connection.unwrap(ENGINE).inConcurrentTransaction();
                if (runs.incrementAndGet() == 1 && !alone) {
                  execute(other, "UPDATE account SET balance = balance + 1");
                }
                execute(connection, "UPDATE account SET balance = " + (before + 10));
                return before;
              });
      long expected = runs.get() == 1 ? 100 : 101;
      assertThat(result).isEqualTo(expected);
      assertThat(number(other, "SELECT balance FROM account")).isEqualTo(expected + 10);
      assertThat(runs.get() == 1).isEqualTo(concurrentModes().noneMatch(mode::equals));
      assertThatThrownBy(() ->
              BraidTransactions.run(
                  other,
                  connection -> {
                    execute(connection, "DELETE FROM account");
                    execute(connection, "SELECT nope");
                    return 0;
                  }))
          .isInstanceOf(java.sql.SQLSyntaxErrorException.class);
      assertThat(number(other, "SELECT count(*) FROM account")).isEqualTo(1);
    }
  }

  private static final Class<org.braiddb.sql.Connection> ENGINE = org.braiddb.sql.Connection.class;
}
