package org.braiddb.sql.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.DatabaseOptions;
import org.braiddb.sql.Statement;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A statement that delivers rows while others of the same transaction change the same pages. */
class RowsWhileChangingTest {
  @TempDir Path folder;

  /** The journal modes, each with and without an index on the table. */
  static Stream<Arguments> tables() {
    return StorageEngines.installed().all().stream()
        .flatMap(engine ->
            Stream.of(false, true).map(indexed -> Arguments.of(engine.journalMode(), indexed)));
  }

  private Connection open(String mode, boolean indexed) {
    String name = folder.resolve(mode + indexed + ".db").toString();
    Connection connection =
        Database.at(name, DatabaseOptions.builder().journalMode(mode).build()).connect();
    run(connection, "CREATE TABLE t(id INTEGER PRIMARY KEY, v TEXT)");
    run(connection, "CREATE TABLE u(id INTEGER PRIMARY KEY, v TEXT)");
    if (indexed) {
      run(connection, "CREATE INDEX tv ON t(v)");
    }
    run(connection, concurrent(connection) ? "BEGIN CONCURRENT" : "BEGIN");
    for (int i = 1; i <= 40; i++) {
      run(connection, "INSERT INTO t VALUES(" + 2 * i + ", '" + value(i) + "')");
      run(connection, "INSERT INTO u VALUES(" + i + ", 'other" + i + "')");
    }
    // Free blocks between the rows, so that later ones make the page be put in order anew.
    run(connection, "DELETE FROM t WHERE id % 3 = 0");
    return connection;
  }

  private static boolean concurrent(Connection connection) {
    return connection.hasConcurrentTransactions();
  }

  private static String value(int i) {
    return ("value" + i + " ").repeat(9);
  }

  private static void run(Connection connection, String sql) {
    try (Statement statement = connection.prepare(sql)) {
      while (statement.step()) {
        // for its effect
      }
    }
  }

  private static void insertMany(Connection connection) {
    try (Statement insert = connection.prepare("INSERT INTO t VALUES(?, ?)")) {
      for (int i = 0; i < 30; i++) {
        insert.bindLong(1, 1001 + 2L * i);
        insert.bindText(2, "z".repeat(95));
        while (insert.step()) {
          // for its effect
        }
        insert.reset();
      }
    }
    for (int i = 1; i <= 40; i++) {
      run(connection, "UPDATE u SET v = 'changed' WHERE id = " + i);
    }
  }

  @ParameterizedTest
  @MethodSource("tables")
  void thePresentRowStaysAsItWas(String mode, boolean indexed) {
    try (Connection connection = open(mode, indexed);
        Statement rows = connection.prepare("SELECT id, v FROM t WHERE id >= 50 ORDER BY id")) {
      assertThat(rows.step()).isTrue();
      insertMany(connection);
      assertThat(rows.columnLong(0)).isEqualTo(50);
      assertThat(rows.columnText(1)).isEqualTo(value(25));
      assertThat(rows.step()).isTrue();
      assertThat(rows.columnText(1)).isEqualTo(value(26));
    }
  }

  /** Not the engine that spoils bytes on purpose: rows of a join are not copied. */
  static Stream<Arguments> tablesOfFiles() {
    return tables().filter(arguments -> !"checked".equals(arguments.get()[0]));
  }

  @ParameterizedTest
  @MethodSource("tablesOfFiles")
  void theOuterRowOfAJoinStaysAsItWas(String mode, boolean indexed) {
    try (Connection connection = open(mode, indexed);
        Statement rows =
            connection.prepare(
                "SELECT t.v, u.id FROM t CROSS JOIN u ON u.id < 4 WHERE t.id = 52")) {
      List<String> found = new ArrayList<>();
      while (rows.step()) {
        found.add(rows.columnText(0) + rows.columnLong(1));
        if (found.size() == 1) {
          insertMany(connection);
        }
      }
      assertThat(found).containsExactly(value(26) + 1, value(26) + 2, value(26) + 3);
    }
  }
}
