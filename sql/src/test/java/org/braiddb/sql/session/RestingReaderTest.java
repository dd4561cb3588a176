package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Prepared queries in autocommit mode, whose transaction and cursors wait for their next run. */
class RestingReaderTest {
  @TempDir Path folder;

  static Stream<String> modes() {
    return StorageEngines.installed().all().stream().map(StorageEngine::journalMode);
  }

  /** Those that keep a database in the same form. */
  private static List<String> modesLike(String mode) {
    List<StorageEngine> engines = StorageEngines.installed().all();
    String family =
        engines.stream()
            .filter(engine -> engine.journalMode().equals(mode))
            .findFirst()
            .orElseThrow()
            .family();
    return engines.stream()
        .filter(engine -> engine.family().equals(family))
        .map(StorageEngine::journalMode)
        .toList();
  }

  private Connection connect(String mode) {
    DatabaseOptions options =
        DatabaseOptions.builder().journalMode(mode).busyTimeout(Duration.ofSeconds(20)).build();
    return Database.at(folder.resolve("t.db").toString(), options).connect();
  }

  private static void fill(Connection connection) {
    connection.execute(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT);"
            + " CREATE INDEX tn ON t(name);"
            + " WITH n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
            + " INSERT INTO t SELECT i, 'name ' || i FROM n");
  }

  private static List<String> rows(Statement query) {
    List<String> rows = new ArrayList<>();
    while (query.step()) {
      rows.add(query.columnText(0));
    }
    return rows;
  }

  private static List<String> rows(Connection connection, String sql) {
    try (Statement query = connection.prepare(sql)) {
      return rows(query);
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void eachRunSeesWhatWasCommittedBefore(String mode) {
    try (Connection reader = connect(mode);
        Connection writer = connect(mode)) {
      fill(writer);
      try (Statement byKey = reader.prepare("SELECT name FROM t WHERE id = ?");
          Statement byName = reader.prepare("SELECT id FROM t WHERE name = ?")) {
        for (int i = 1; i <= 20; i++) {
          byKey.bindLong(1, 1500);
          byName.bindText(1, "new " + i);
          assertThat(rows(byName)).isEmpty();
          writer.execute("UPDATE t SET name = 'new " + i + "' WHERE id = 1500");
          assertThat(rows(byKey)).containsExactly("new " + i);
          assertThat(rows(byName)).containsExactly("1500");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void ownChangesAreSeenInAutocommitAndInTransactions(String mode) {
    try (Connection connection = connect(mode)) {
      fill(connection);
      try (Statement count = connection.prepare("SELECT count(*) FROM t WHERE id > 1990")) {
        assertThat(rows(count)).containsExactly("10");
        connection.execute("INSERT INTO t VALUES(3000, 'x')");
        assertThat(rows(count)).containsExactly("11");
        connection.execute("BEGIN; INSERT INTO t VALUES(3001, 'x')");
        assertThat(rows(count)).containsExactly("12");
        connection.execute("INSERT INTO t VALUES(3002, 'x')");
        assertThat(rows(count)).containsExactly("13");
        connection.execute("ROLLBACK");
        assertThat(rows(count)).containsExactly("11");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void schemaMayChangeBetweenRuns(String mode) {
    try (Connection reader = connect(mode);
        Connection writer = connect(mode)) {
      fill(writer);
      try (Statement query = reader.prepare("SELECT * FROM t WHERE id = 7");
          Statement gone = reader.prepare("SELECT name FROM t WHERE name = 'name 8'")) {
        assertThat(rows(query)).containsExactly("7");
        assertThat(rows(gone)).containsExactly("name 8");
        writer.execute(
            "DROP TABLE t; CREATE TABLE t(x TEXT, id INTEGER PRIMARY KEY);"
                + " INSERT INTO t VALUES('other', 7)");
        assertThat(rows(query)).containsExactly("other");
        assertThatThrownBy(gone::step)
            .isInstanceOf(SqlException.class)
            .hasMessageContaining("no such column: name");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void waitingTransactionsHoldUpNeitherCheckpointsNorSwitches(String mode) {
    try (Connection reader = connect(mode);
        Connection writer = connect(mode)) {
      fill(writer);
      try (Statement query = reader.prepare("SELECT name FROM t WHERE id = 7")) {
        assertThat(rows(query)).containsExactly("name 7");
        writer.execute("UPDATE t SET name = 'changed' WHERE id = 7");
        assertThat(rows(writer, "PRAGMA wal_checkpoint(TRUNCATE)")).containsExactly("0");
        assertThat(rows(writer, "SELECT count(*) FROM braid_snapshots")).containsExactly("0");
        writer.execute("PRAGMA busy_timeout = 0");
        for (String next : modesLike(mode)) {
          assertThat(rows(writer, "PRAGMA journal_mode = " + next)).containsExactly(next);
          assertThat(rows(query)).containsExactly("changed");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void statementsRunBesideEachOtherAndEndInAnyOrder(String mode) {
    try (Connection reader = connect(mode);
        Connection writer = connect(mode)) {
      fill(writer);
      try (Statement all = reader.prepare("SELECT id FROM t WHERE id <= 50");
          Statement some = reader.prepare("SELECT id FROM t WHERE id <= 50")) {
        assertThat(rows(some)).hasSize(50);
        assertThat(all.step()).isTrue();
        writer.execute("DELETE FROM t WHERE id = 50");
        assertThat(rows(some)).hasSize(49);
        Statement closed = reader.prepare("SELECT name FROM t WHERE id = 3");
        assertThat(rows(closed)).containsExactly("name 3");
        assertThat(some.step()).isTrue();
        closed.close();
        assertThat(rows(all)).hasSize(49).endsWith("50"); // as when it began
        assertThat(rows(some)).hasSize(48);
        assertThat(rows(all)).hasSize(49).endsWith("49");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void databasesAreDetachedAndTablesDroppedAfterTheyWereRead(String mode) {
    try (Connection connection = connect(mode)) {
      fill(connection);
      connection.execute("ATTACH '" + folder.resolve("aux.db") + "' AS extra");
      connection.execute("CREATE TABLE extra.u(a); INSERT INTO extra.u VALUES(1)");
      try (Statement query = connection.prepare("SELECT a FROM u, t WHERE t.id = u.a");
          Statement other = connection.prepare("SELECT id FROM t WHERE name = 'name 9'")) {
        assertThat(rows(query)).containsExactly("1");
        assertThat(rows(other)).containsExactly("9");
        connection.execute("DETACH extra");
        assertThat(rows(other)).containsExactly("9");
        connection.execute("BEGIN");
        assertThat(rows(other)).containsExactly("9");
        connection.execute("DROP TABLE t; COMMIT");
        assertThatThrownBy(query::step).hasMessageContaining("no such table");
      }
    }
  }
}
