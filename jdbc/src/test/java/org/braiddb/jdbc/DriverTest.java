package org.braiddb.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLSyntaxErrorException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransactionRollbackException;
import java.sql.SQLTransientException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriverTest {
  @TempDir Path directory;
  private String url = "";

  @BeforeEach
  void chooseUrl() {
    url = "jdbc:braid:" + directory.resolve("test.db");
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(url);
  }

  private static List<String> strings(Statement statement, String sql) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery(sql)) {
      while (result.next()) {
        rows.add(result.getString(1));
      }
    }
    return rows;
  }

  @Test
  void driverManagerFindsTheDriverByItsUrl() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      assertThat(strings(statement, "SELECT 1 + 1")).containsExactly("2");
      assertThat(connection.getMetaData().getDatabaseProductName()).isEqualTo("SQLite");
      assertThat(connection.getMetaData().getDriverName()).startsWith("Braid");
      assertThat(connection.getMetaData().getURL()).isEqualTo(url);
    }
  }

  @Test
  void unknownPropertiesAndValuesAreNamed() {
    assertThatThrownBy(() -> DriverManager.getConnection(url + "?colour=blue"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("colour");
    assertThatThrownBy(() -> DriverManager.getConnection(url + "?synchronous=perhaps"))
        .hasMessageContaining("perhaps")
        .hasMessageContaining("normal");
    assertThatThrownBy(() -> DriverManager.getConnection(url + "?journal_mode=cuneiform"))
        .hasMessageContaining("cuneiform")
        .hasMessageContaining("wal");
  }

  @Test
  void transactionsBeginByThemselvesWhenAutoCommitIsOff() throws SQLException {
    try (Connection writer = connect();
        Connection reader = connect();
        Statement write = writer.createStatement();
        Statement read = reader.createStatement()) {
      write.execute("CREATE TABLE t(a)");
      writer.setAutoCommit(false);
      assertThat(write.executeUpdate("INSERT INTO t VALUES(1),(2)")).isEqualTo(2);
      assertThat(strings(read, "SELECT count(*) FROM t")).containsExactly("0");
      writer.commit();
      assertThat(strings(read, "SELECT count(*) FROM t")).containsExactly("2");
      write.executeUpdate("DELETE FROM t");
      writer.rollback();
      assertThat(strings(read, "SELECT count(*) FROM t")).containsExactly("2");
      write.executeUpdate("DELETE FROM t WHERE a = 1");
      writer.setAutoCommit(true);
      assertThat(strings(read, "SELECT a FROM t")).containsExactly("2");
    }
  }

  @Test
  void savepointsUndoWhatCameAfterThem() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a)");
      connection.setAutoCommit(false);
      statement.execute("INSERT INTO t VALUES(1)");
      Savepoint first = connection.setSavepoint();
      statement.execute("INSERT INTO t VALUES(2)");
      Savepoint second = connection.setSavepoint("a \"name\"");
      statement.execute("INSERT INTO t VALUES(3)");
      connection.rollback(second);
      assertThat(strings(statement, "SELECT a FROM t")).containsExactly("1", "2");
      connection.rollback(first);
      connection.releaseSavepoint(first);
      connection.commit();
      assertThat(strings(statement, "SELECT a FROM t")).containsExactly("1");
    }
  }

  @Test
  void allStatementsOfATextRun() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      boolean rows =
          statement.execute(
              "CREATE TABLE t(a); INSERT INTO t VALUES(1),(2); SELECT a FROM t ORDER BY a;"
                  + " DELETE FROM t; SELECT count(*) FROM t -- the end");
      assertThat(rows).isFalse();
      assertThat(statement.getUpdateCount()).isZero();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(2);
      assertThat(statement.getMoreResults()).isTrue();
      ResultSet result = statement.getResultSet();
      assertThat(result.next()).isTrue();
      assertThat(result.getInt(1)).isEqualTo(1);
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(2);
      assertThat(statement.getMoreResults()).isTrue();
      ResultSet last = statement.getResultSet();
      assertThat(last.next()).isTrue();
      assertThat(last.getInt(1)).isZero();
      assertThat(statement.getMoreResults()).isFalse();
      assertThat(statement.getUpdateCount()).isEqualTo(-1);
    }
  }

  @Test
  void valuesComeBackAsTheyWereSet() throws SQLException {
    UUID uuid = UUID.fromString("5a3f3c1e-0000-4000-8000-123456789abc");
    LocalDateTime dateTime = LocalDateTime.of(2026, 1, 2, 3, 4, 5, 678_000_000);
    Instant instant = Instant.parse("2026-01-02T03:04:05.678Z");
    try (Connection connection = connect();
        PreparedStatement select =
            connection.prepareStatement("SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?")) {
      select.setInt(1, -7);
      select.setLong(2, 1L << 40);
      select.setDouble(3, 0.1);
      select.setString(4, "Grüße 🌍");
      select.setBytes(5, new byte[] {0, 1, (byte) 255});
      select.setNull(6, java.sql.Types.INTEGER);
      select.setObject(7, uuid);
      select.setObject(8, dateTime);
      select.setObject(9, instant);
      select.setBigDecimal(10, new BigDecimal("12345678901234567890.5"));
      try (ResultSet row = select.executeQuery()) {
        assertThat(row.next()).isTrue();
        assertThat(row.getObject(1)).isEqualTo(-7);
        assertThat(row.getObject(2)).isEqualTo(1L << 40);
        assertThat(row.getObject(3)).isEqualTo(0.1);
        assertThat(row.getString(4)).isEqualTo("Grüße 🌍");
        assertThat(row.getBytes(5)).containsExactly(0, 1, 255);
        assertThat(row.getInt(6)).isZero();
        assertThat(row.wasNull()).isTrue();
        assertThat(row.getObject(7, UUID.class)).isEqualTo(uuid);
        assertThat(row.getObject(8, LocalDateTime.class)).isEqualTo(dateTime);
        assertThat(row.getObject(8, LocalDate.class)).isEqualTo(dateTime.toLocalDate());
        assertThat(row.getObject(9, Instant.class)).isEqualTo(instant);
        assertThat(row.getBigDecimal(10)).isEqualByComparingTo("12345678901234567890.5");
        assertThatThrownBy(() -> row.getInt(2)).hasMessageContaining("range of int");
        assertThatThrownBy(() -> row.getInt(11)).hasMessageContaining("11");
        assertThatThrownBy(() -> row.getInt("missing")).hasMessageContaining("missing");
        assertThat(row.next()).isFalse();
      }
    }
  }

  @Test
  void parametersThatWereNotSetAreRefused() throws SQLException {
    try (Connection connection = connect();
        PreparedStatement select = connection.prepareStatement("SELECT ?, ?")) {
      select.setInt(1, 1);
      assertThatThrownBy(select::executeQuery).hasMessageContaining("parameter 2");
      assertThatThrownBy(() -> select.setInt(3, 1)).hasMessageContaining("3 of 2");
    }
  }

  @Test
  void batchesReportCountsAndStopAtTheFirstFailure() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a INTEGER PRIMARY KEY)");
      try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES(?)")) {
        for (int i : new int[] {1, 2, 3}) {
          insert.setInt(1, i);
          insert.addBatch();
        }
        assertThat(insert.executeBatch()).containsExactly(1, 1, 1);
        for (int i : new int[] {4, 2, 5}) {
          insert.setInt(1, i);
          insert.addBatch();
        }
        assertThatThrownBy(insert::executeBatch)
            .isInstanceOfSatisfying(
                BatchUpdateException.class,
                e -> {
                  assertThat(e.getUpdateCounts()).containsExactly(1);
                  assertThat(e.getSQLState()).isEqualTo("23505");
                });
      }
      assertThat(strings(statement, "SELECT a FROM t")).containsExactly("1", "2", "3", "4");
    }
  }

  @Test
  void eachMemberOfABatchIsAStatementOfItsOwn() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE, c AS (a + 1))");
      statement.execute("CREATE TABLE log(a, b)");
      statement.execute(
          "CREATE TRIGGER tr AFTER INSERT ON t WHEN NEW.a > 10 BEGIN"
              + " INSERT INTO log VALUES(NEW.a, changes()); END");
      connection.setAutoCommit(false);
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO t VALUES(?, upper(?) || 'x')")) {
        for (int i : new int[] {1, 2, 11, 12, 2, 13}) {
          insert.setInt(1, i);
          insert.setString(2, "v" + i);
          insert.addBatch();
        }
        assertThatThrownBy(insert::executeBatch)
            .isInstanceOfSatisfying(
                BatchUpdateException.class,
                e -> assertThat(e.getUpdateCounts()).containsExactly(1, 1, 1, 1));
        insert.setInt(1, 3);
        insert.setString(2, "again");
        insert.addBatch();
        insert.setInt(1, 4);
        insert.addBatch();
        assertThatThrownBy(insert::executeBatch) // AGAINx is there
            .isInstanceOfSatisfying(
                BatchUpdateException.class,
                e -> assertThat(e.getUpdateCounts()).containsExactly(1));
      }
      try (PreparedStatement update =
          connection.prepareStatement("UPDATE t SET b = b || ? WHERE a >= ?")) {
        for (int i : new int[] {12, 11, 3}) {
          update.setInt(1, i);
          update.setInt(2, i);
          update.addBatch();
        }
        assertThat(update.executeBatch()).containsExactly(1, 2, 3);
        // A schema that changes between two batches.
        statement.execute("CREATE INDEX i ON t(c)");
        update.setString(1, "!");
        update.setInt(2, 12);
        update.addBatch();
        update.addBatch();
        assertThat(update.executeBatch()).containsExactly(1, 1);
      }
      connection.commit();
      assertThat(strings(statement, "SELECT a || b || c FROM t"))
          .containsExactly("1V1x2", "2V2x3", "3AGAINx34", "11V11x11312", "12V12x12113!!13");
      assertThat(strings(statement, "SELECT a FROM log")).containsExactly("11", "12");
    }
  }

  @Test
  void generatedKeysAreTheRowidsOrTheColumnsNamed() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a)");
      try (PreparedStatement insert =
          connection.prepareStatement(
              "INSERT INTO t(a) VALUES(?)", Statement.RETURN_GENERATED_KEYS)) {
        insert.setString(1, "x");
        insert.addBatch();
        insert.setString(1, "y");
        insert.addBatch();
        insert.executeBatch();
        assertThat(keys(insert)).containsExactly("1", "2");
      }
      try (PreparedStatement insert =
          connection.prepareStatement("INSERT INTO t(a) VALUES(1),(2)", new String[] {"id"})) {
        assertThat(insert.executeUpdate()).isEqualTo(2);
        assertThat(keys(insert)).containsExactly("3", "4");
      }
    }
  }

  private static List<String> keys(Statement statement) throws SQLException {
    List<String> keys = new ArrayList<>();
    try (ResultSet result = statement.getGeneratedKeys()) {
      while (result.next()) {
        keys.add(result.getString(1));
      }
    }
    return keys;
  }

  @Test
  void errorsTellByClassAndStateWhatToDo() throws SQLException {
    try (Connection connection = connect();
        Connection other = connect();
        Statement statement = connection.createStatement();
        Statement otherStatement = other.createStatement()) {
      statement.execute("CREATE TABLE t(a INTEGER PRIMARY KEY, b NOT NULL, CHECK (b > 0))");
      statement.execute("INSERT INTO t VALUES(1, 1)");
      assertState(statement, "INSERT INTO t VALUES(1, 1)", "23505", 1555);
      assertState(statement, "INSERT INTO t VALUES(2, NULL)", "23502", 1299);
      assertState(statement, "INSERT INTO t VALUES(2, -1)", "23514", 275);
      assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES(1, 1)"))
          .isInstanceOf(SQLIntegrityConstraintViolationException.class)
          .hasMessageContaining("UNIQUE constraint failed: t.a");
      assertThatThrownBy(() -> statement.execute("SELEC 1"))
          .isInstanceOf(SQLSyntaxErrorException.class)
          .hasMessageContaining("near \"SELEC\": syntax error");
      assertThatThrownBy(() -> statement.execute("SELECT missing FROM t"))
          .isInstanceOf(SQLSyntaxErrorException.class)
          .hasMessageContaining("no such column: missing");
      connection.setAutoCommit(false);
      statement.execute("UPDATE t SET b = 2");
      assertThatThrownBy(() -> otherStatement.execute("UPDATE t SET b = 3"))
          .isInstanceOf(SQLTransientException.class)
          .hasMessageContaining("database is locked");
      other.setAutoCommit(false);
      assertThat(strings(otherStatement, "SELECT b FROM t")).containsExactly("1");
      connection.commit();
      assertThatThrownBy(() -> otherStatement.execute("UPDATE t SET b = 3"))
          .isInstanceOfSatisfying(
              SQLTransactionRollbackException.class,
              e -> {
                assertThat(e.getErrorCode()).isEqualTo(517);
                assertThat(e.getSQLState()).isEqualTo("40001");
              });
    }
  }

  private static void assertState(Statement statement, String sql, String state, int code) {
    assertThatThrownBy(() -> statement.execute(sql))
        .isInstanceOfSatisfying(
            SQLException.class,
            e -> {
              assertThat(e.getSQLState()).isEqualTo(state);
              assertThat(e.getErrorCode()).isEqualTo(code);
            });
  }

  @Test
  void queryTimeoutInterruptsTheStatement() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.setQueryTimeout(1);
      assertThatThrownBy(() ->
              strings(
                  statement,
                  "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)"
                      + " SELECT count(*) FROM n"))
          .isInstanceOf(SQLTimeoutException.class);
      statement.setQueryTimeout(0);
      assertThat(strings(statement, "SELECT 1")).containsExactly("1");
    }
  }

  @Test
  void closedObjectsAreRefused() throws SQLException {
    Connection connection = connect();
    Statement statement = connection.createStatement();
    PreparedStatement prepared = connection.prepareStatement("SELECT 1");
    ResultSet result = prepared.executeQuery();
    assertThat(result.next()).isTrue();
    result.close();
    assertThatThrownBy(result::next).hasMessageContaining("closed");
    statement.close();
    assertThatThrownBy(() -> statement.execute("SELECT 1")).hasMessageContaining("closed");
    connection.close();
    assertThatThrownBy(prepared::executeQuery).hasMessageContaining("closed");
    assertThatThrownBy(connection::createStatement).hasMessageContaining("closed");
    connection.close();
  }

  @Test
  void namedMemoryDatabasesAreSharedAndEndWithTheirLastConnection() throws SQLException {
    String memory = "jdbc:braid:file:shared?mode=memory&cache=shared";
    try (Connection first = DriverManager.getConnection(memory);
        Connection second = DriverManager.getConnection(memory);
        Statement a = first.createStatement();
        Statement b = second.createStatement()) {
      a.execute("CREATE TABLE t(a)");
      b.execute("INSERT INTO t VALUES(42)");
      assertThat(strings(a, "SELECT a FROM t")).containsExactly("42");
    }
    try (Connection again = DriverManager.getConnection(memory);
        Statement statement = again.createStatement()) {
      assertThat(strings(statement, "SELECT count(*) FROM sqlite_schema")).containsExactly("0");
    }
  }

  @Test
  void readOnlyFilesAreNotChanged() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a)");
    }
    try (Connection connection = DriverManager.getConnection(url + "?mode=ro");
        Statement statement = connection.createStatement()) {
      assertThat(connection.isReadOnly()).isTrue();
      assertThat(strings(statement, "SELECT count(*) FROM t")).containsExactly("0");
      assertThatThrownBy(() -> statement.execute("INSERT INTO t VALUES(1)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getErrorCode() & 0xff).isEqualTo(8));
    }
  }

  @Test
  void metadataNamesTablesColumnsAndKeys() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE \"it's\"(id INTEGER PRIMARY KEY, name VARCHAR(20) NOT NULL)");
      statement.execute(
          "CREATE TABLE child(p INTEGER REFERENCES \"it's\" ON DELETE CASCADE, q TEXT)");
      statement.execute("CREATE UNIQUE INDEX child_q ON child(q DESC)");
      statement.execute("CREATE VIEW v AS SELECT q FROM child");
      var metadata = connection.getMetaData();
      assertThat(rows(metadata.getTables(null, null, "%", null), 3, 4))
          .containsExactly("child TABLE", "it's TABLE", "v VIEW");
      assertThat(rows(metadata.getColumns(null, null, "it's", null), 4, 6, 7, 18))
          .containsExactly("id INTEGER 2147483647 NO", "name VARCHAR 20 NO");
      assertThat(rows(metadata.getPrimaryKeys(null, null, "it's"), 4, 5)).containsExactly("id 1");
      assertThat(rows(metadata.getImportedKeys(null, null, "child"), 3, 4, 7, 8, 11))
          .containsExactly("it's id child p 0");
      assertThat(rows(metadata.getExportedKeys(null, null, "it's"), 7)).containsExactly("child");
      assertThat(rows(metadata.getIndexInfo(null, null, "child", true, false), 6, 9, 10))
          .containsExactly("child_q q D");
      assertThat(rows(metadata.getFunctions(null, null, "substr%"), 3))
          .containsExactly("substr", "substring");
    }
  }

  private static List<String> rows(ResultSet result, int... columns) throws SQLException {
    List<String> rows = new ArrayList<>();
    try (result) {
      while (result.next()) {
        List<String> values = new ArrayList<>();
        for (int column : columns) {
          values.add(result.getString(column));
        }
        rows.add(String.join(" ", values));
      }
    }
    return rows;
  }

  @Test
  void resultMetadataTellsLabelsAndTypes() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE t(a BIGINT, b DECIMAL(10,2))");
      try (ResultSet result = statement.executeQuery("SELECT a, b AS price, a + 1 FROM t")) {
        var metadata = result.getMetaData();
        assertThat(metadata.getColumnCount()).isEqualTo(3);
        assertThat(metadata.getColumnLabel(2)).isEqualTo("price");
        assertThat(metadata.getColumnType(1)).isEqualTo(java.sql.Types.BIGINT);
        assertThat(metadata.getPrecision(2)).isEqualTo(10);
        assertThat(metadata.getScale(2)).isEqualTo(2);
        assertThat(metadata.getTableName(1)).isEqualTo("t");
        assertThat(metadata.getColumnLabel(3)).isEqualTo("a + 1");
      }
    }
  }

  @Test
  void dataSourceConnects() throws SQLException {
    BraidDataSource source = new BraidDataSource();
    source.setDatabase(directory.resolve("source.db").toString());
    source.setJournalMode("wal");
    source.setBusyTimeout(1000);
    source.setForeignKeys(true);
    source.setTransactionMode("immediate");
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(strings(statement, "PRAGMA journal_mode")).containsExactly("wal");
      assertThat(strings(statement, "PRAGMA foreign_keys")).containsExactly("1");
      assertThat(strings(statement, "PRAGMA busy_timeout")).containsExactly("1000");
    }
  }
}
