package org.braiddb.blackbox.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.blackbox.StockSqlite;
import org.braiddb.sql.Backup;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.storage.ResultCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BackupTest {
  private static final String SCHEMA =
      "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT); CREATE INDEX i ON t(b);";

  @TempDir Path directory;

  private Connection open(String mode) {
    DatabaseOptions options = DatabaseOptions.builder().journalMode(mode).pageSize(1024).build();
    return Database.at(directory.resolve("source.db").toString(), options).connect();
  }

  private Path target() {
    return directory.resolve("copy.db");
  }

  private static void fill(Connection connection, int from, int rows) {
    connection.execute(
        "WITH RECURSIVE k(x) AS (SELECT "
            + from
            + " UNION ALL SELECT x + 1 FROM k WHERE x < "
            + (from + rows - 1)
            + ") INSERT INTO t SELECT x, hex(zeroblob(x % 500)) || x FROM k");
  }

  private static long number(Connection connection, String sql) {
    try (Statement statement = connection.prepare(sql)) {
      statement.step();
      return statement.columnLong(0);
    }
  }

  private static List<Long> countAndSum(Path file) throws SQLException {
    StockSqlite.assertIntact(file);
    try (java.sql.Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
        java.sql.Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("SELECT count(*), sum(a) FROM t INDEXED BY i")) {
      return List.of(row.getLong(1), row.getLong(2));
    }
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(directory)) {
      return all.map(Path::getFileName).sorted().toList();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"wal", "pagelock", "mvcc"})
  void aCopyIsOfOneMomentWhileWritersAndCheckpointsGoOn(String mode) throws Exception {
    try (Connection connection = open(mode);
        Connection writer = open(mode)) {
      connection.execute(SCHEMA);
      fill(connection, 1, 300);
      connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      fill(connection, 301, 100);
      writer.execute("PRAGMA synchronous = OFF");
      try (Backup backup = connection.startBackup("main", target())) {
        long pages = backup.pageCount();
        assertThat(pages).isEqualTo(number(connection, "PRAGMA page_count")).isGreaterThan(200);
        int steps = 0;
        while (!backup.step(11)) {
          steps++;
          assertThat(backup.remainingPages()).isEqualTo(pages - 11L * steps);
          assertThat(target()).doesNotExist();
          writer.execute("UPDATE t SET b = b || 'x' WHERE a % 37 = " + steps % 37);
          fill(writer, 1000 + steps * 10, 3);
          writer.execute("DELETE FROM t WHERE a = " + steps);
          if (steps % 9 == 0) {
            writer.execute("PRAGMA wal_checkpoint(PASSIVE)");
          }
        }
        assertThat(backup.remainingPages()).isZero();
        assertThat(backup.step(1)).isTrue();
      }
      assertThat(number(connection, "SELECT count(*) FROM t WHERE a >= 1000")).isPositive();
      connection.execute("PRAGMA wal_checkpoint(TRUNCATE)");
      assertThat(number(connection, "SELECT count(*) FROM t WHERE b LIKE '%x'")).isPositive();
    }
    assertThat(countAndSum(target())).containsExactly(400L, 400L * 401 / 2);
    assertThat(files()).containsExactly(Path.of("copy.db"), Path.of("source.db"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"wal", "pagelock", "mvcc"})
  void aDatabaseInMemoryIsCopiedIntoAFile(String mode) throws SQLException {
    DatabaseOptions options = DatabaseOptions.builder().journalMode(mode).build();
    try (Connection connection = Database.at(":memory:", options).connect()) {
      connection.execute(SCHEMA);
      fill(connection, 1, 50);
      connection.begin();
      fill(connection, 51, 10);
      connection.backup(target());
      connection.commit();
    }
    assertThat(countAndSum(target())).as("what is committed").containsExactly(50L, 50L * 51 / 2);
  }

  @Test
  void anAttachedAndAnEmptyDatabaseAreCopied() throws SQLException {
    Path attached = directory.resolve("attached.db");
    try (Connection connection = open("wal")) {
      connection.execute("ATTACH '" + attached + "' AS other; CREATE TABLE other.t(a, b);");
      connection.execute("CREATE INDEX other.i ON t(b); INSERT INTO other.t VALUES (7, 'x')");
      try (Backup backup = connection.startBackup("other", target())) {
        assertThat(backup.step(-1)).isTrue();
      }
      connection.backup(directory.resolve("empty.db"));
    }
    assertThat(countAndSum(target())).containsExactly(1L, 7L);
    StockSqlite.assertIntact(directory.resolve("empty.db"));
  }

  @Test
  void anOlderCopyIsReplacedByACompleteOneOnly() throws Exception {
    try (Connection connection = open("wal")) {
      connection.execute(SCHEMA);
      fill(connection, 1, 20);
      connection.backup(target());
      fill(connection, 21, 100);
      try (Backup backup = connection.startBackup("main", target())) {
        assertThat(backup.step(3)).isFalse();
      }
      assertThat(countAndSum(target())).containsExactly(20L, 210L);
      try (Backup left = connection.startBackup("main", target())) {
        left.step(3);
        connection.close();
        assertThatThrownBy(() -> left.step(3)).isInstanceOf(SqlException.class);
      }
    }
    assertThat(files()).containsExactly(Path.of("copy.db"), Path.of("source.db"));
    try (Connection connection = open("wal")) {
      connection.backup(target());
    }
    assertThat(countAndSum(target())).containsExactly(120L, 120L * 121 / 2);
  }

  private static ResultCode failure(Connection connection, Path target) {
    try {
      connection.backup(target);
      return ResultCode.OK;
    } catch (SqlException e) {
      assertThat(e).hasMessageContaining(target.getFileName().toString());
      return e.code();
    }
  }

  @Test
  void whatMustNotBeReplacedIsNot() throws IOException {
    Path text = Files.writeString(directory.resolve("notes.txt"), "not a database ".repeat(20));
    Path leftOver = directory.resolve("crashed.db");
    Files.writeString(Path.of(leftOver + "-wal"), "frames");
    try (Connection connection = open("mvcc");
        Connection other = Database.at(directory.resolve("other.db").toString()).connect()) {
      connection.execute(SCHEMA);
      other.execute("CREATE TABLE kept(x)");
      assertThat(failure(connection, directory.resolve("source.db"))).isEqualTo(ResultCode.BUSY);
      assertThat(failure(connection, directory.resolve("other.db"))).isEqualTo(ResultCode.BUSY);
      assertThat(failure(connection, text)).isEqualTo(ResultCode.NOTADB);
      assertThat(failure(connection, leftOver)).isEqualTo(ResultCode.BUSY);
      assertThat(failure(connection, directory)).isEqualTo(ResultCode.CANTOPEN_ISDIR);
      assertThat(failure(connection, directory.resolve("no/where.db")))
          .isEqualTo(ResultCode.CANTOPEN);
      try (Backup _ = connection.startBackup("main", target())) {
        assertThat(failure(connection, target())).isEqualTo(ResultCode.BUSY);
      }
      assertThat(number(other, "SELECT count(*) FROM kept")).isZero();
    }
    assertThat(text).hasContent("not a database ".repeat(20));
    assertThat(target()).doesNotExist();
  }

  @ParameterizedTest
  @ValueSource(strings = {"backup to %s", "  BACKUP main TO \"%s\" ;", "backup 'main' to '%s'"})
  void theStatementThatUsersOfTheSqliteDriverKnowMakesACopy(String form) throws SQLException {
    String url = "jdbc:braid:" + directory.resolve("source.db");
    try (java.sql.Connection connection = DriverManager.getConnection(url);
        java.sql.Statement statement = connection.createStatement()) {
      statement.executeUpdate(SCHEMA + "INSERT INTO t VALUES (5, 'five')");
      assertThat(statement.executeUpdate(form.formatted(target()))).isZero();
      assertThatThrownBy(() -> statement.execute("backup nowhere to '" + target() + "'"))
          .isInstanceOf(SQLException.class)
          .hasMessageContaining("unknown database nowhere");
    }
    assertThat(countAndSum(target())).containsExactly(1L, 5L);
  }
}
