package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows that are computed before they are asked for are those that would be computed when they are:
 * whatever is done to the table, the statement or the connection meanwhile.
 */
class BlockProjectTest {
  private static final int ROWS = 300;

  @TempDir Path directory;

  private Connection connect(String optimizations) {
    Path file = directory.resolve("t" + optimizations + ".db");
    Connection connection = Database.at(file.toString()).connect();
    connection.execute("PRAGMA braid_optimizations='" + optimizations + "'");
    connection.execute("DROP TABLE IF EXISTS t");
    connection.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, s TEXT)");
    connection.execute(
        "INSERT INTO t WITH RECURSIVE n(v) AS (SELECT 1 UNION ALL SELECT v + 1 FROM n WHERE v < "
            + ROWS
            + ") SELECT 3 * v, v, 'text ' || v FROM n");
    return connection;
  }

  private static String row(Statement statement) {
    StringBuilder row = new StringBuilder();
    for (int i = 0; i < statement.columnCount(); i++) {
      row.append(statement.columnValue(i)).append('|');
    }
    return row.toString();
  }

  /** The rows of a query, up to an error, with something done after each. */
  private static List<String> rows(Connection connection, String query, IntConsumer between) {
    List<String> rows = new ArrayList<>();
    try (Statement statement = connection.prepare(query)) {
      while (statement.step()) {
        String row = row(statement);
        rows.add(row);
        between.accept(rows.size());
        assertThat(row(statement)).isEqualTo(row);
      }
    } catch (SqlException e) {
      rows.add(e.getMessage().replaceAll("t(all|-vectors)\\.db", "t.db"));
    }
    return rows;
  }

  /** What is done after a row: a statement for the row after which it is run. */
  private void sameWithoutVectors(String query, String before, String... between) {
    List<List<String>> answers = new ArrayList<>();
    for (String optimizations : List.of("all", "-vectors")) {
      try (Connection connection = connect(optimizations)) {
        connection.execute(before);
        answers.add(
            rows(
                connection,
                query,
                row -> {
                  if (row % 10 == 5 && row / 10 < between.length) {
                    connection.execute(between[row / 10]);
                  }
                }));
      }
    }
    assertThat(answers.getFirst()).as(query).isEqualTo(answers.getLast()).isNotEmpty();
  }

  private static final String[] CHANGES = {
    "UPDATE t SET a = a + 1000 WHERE id % 2 = 0",
    "DELETE FROM t WHERE id > 150 AND id % 4 = 0",
    "INSERT INTO t VALUES(151, -1, 'new'), (-5, -2, 'before')",
    "UPDATE t SET s = s || s || s || s",
    "DELETE FROM t WHERE id > 600"
  };

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a, s FROM t WHERE id BETWEEN 9 AND 700",
        "SELECT * FROM t",
        "SELECT id, a + id, s FROM t WHERE a <> 20 AND s >= 'text 1'",
        "SELECT a, upper(s) FROM t WHERE a > 3",
        "SELECT a, s FROM t LIMIT 200 OFFSET 7",
        "SELECT x, y FROM (SELECT a AS x, s AS y FROM t WHERE a % 3 = 1 LIMIT 90)",
        "SELECT a, (SELECT u.a FROM t u WHERE u.a >= t.a LIMIT 1 OFFSET 20) FROM t",
        "SELECT a FROM t UNION ALL SELECT s FROM t WHERE a > 8"
      })
  void changesOfTheSameConnectionAreSeenAsRowByRow(String query) {
    sameWithoutVectors(query, "SELECT 1", CHANGES);
    sameWithoutVectors(query, "BEGIN", CHANGES);
    sameWithoutVectors(query, "BEGIN; UPDATE t SET a = a + 1 WHERE id > 30", CHANGES);
    sameWithoutVectors(query, "BEGIN", "SAVEPOINT p", CHANGES[0], CHANGES[1], "ROLLBACK TO p");
    sameWithoutVectors(query, "BEGIN", CHANGES[0], CHANGES[1], "ROLLBACK");
    sameWithoutVectors(query, "BEGIN", CHANGES[0], "COMMIT", CHANGES[1]);
    sameWithoutVectors(query, "SELECT 1", "BEGIN", CHANGES[1], "ALTER TABLE t ADD COLUMN n", "END");
    sameWithoutVectors(query, "SELECT 1", "DROP TABLE t");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT (SELECT sum(y) FROM (SELECT a * s AS y FROM t UNION SELECT o.a)) FROM t o LIMIT 9",
        "SELECT (SELECT group_concat(y) FROM (SELECT a * s AS y FROM t WHERE a < 9 UNION SELECT o.a))"
            + " FROM t o LIMIT 9",
        "SELECT a FROM t o WHERE a + 1 IN (SELECT a + 0 * s FROM t UNION SELECT o.a)",
        "SELECT a FROM t o WHERE EXISTS (SELECT a * s FROM t WHERE id > 90 UNION ALL SELECT o.a)"
      })
  void rowsAreComputedAnewForEachRowAround(String query) {
    sameWithoutVectors(query, "UPDATE t SET s = a WHERE a > 100");
  }

  @Test
  void rowsOfADatabaseThatIsOnlyReadOutliveChangesOfOthers() {
    connect("all").close();
    String file = directory.resolve("tall.db").toUri().toString().replace("file:///", "file:/");
    try (Connection connection = Database.at(directory.resolve("main.db").toString()).connect()) {
      connection.execute("CREATE TABLE log(n)");
      connection.execute("ATTACH '" + file + "?mode=ro' AS r");
      List<String> before = rows(connection, "SELECT a, s FROM r.t", row -> {});
      for (String end : List.of("COMMIT", "ROLLBACK")) {
        connection.execute("BEGIN");
        List<String> meanwhile =
            rows(
                connection,
                "SELECT a, s FROM r.t",
                row -> {
                  if (row % 7 == 3 && row < 150) {
                    connection.execute("INSERT INTO log VALUES(" + row + ")");
                  } else if (row == 155) {
                    connection.execute(end);
                  }
                });
        assertThat(meanwhile).isEqualTo(before).hasSize(ROWS);
      }
    }
  }

  @Test
  void changesOfOtherConnectionsAreNotSeen() {
    try (Connection connection = connect("all");
        Connection other = Database.at(directory.resolve("tall.db").toString()).connect()) {
      List<String> before = rows(connection, "SELECT * FROM t", row -> {});
      List<String> meanwhile =
          rows(
              connection,
              "SELECT * FROM t",
              row -> {
                if (row % 40 == 1) {
                  other.execute("DELETE FROM t WHERE id >= 0 AND id % 7 = " + row / 40);
                }
              });
      assertThat(meanwhile).isEqualTo(before).hasSize(ROWS);
    }
  }

  @Test
  void runsThatEndEarlyLeaveNothingToTheNext() {
    try (Connection connection = connect("all");
        Statement statement = connection.prepare("SELECT a, s FROM t WHERE id BETWEEN ?1 AND ?2")) {
      for (int taken = 0; taken < 60; taken++) {
        statement.bindLong(1, 3L * taken);
        statement.bindLong(2, 3L * taken + 150);
        for (int i = 0; i < taken && statement.step(); i++) {
          long a = Math.max(1, taken) + i;
          assertThat(row(statement)).isEqualTo(a + "|text " + a + "|");
        }
        statement.reset();
      }
      statement.bindLong(1, 3);
      statement.bindLong(2, 900);
      for (int i = 1; i <= 30; i++) {
        assertThat(statement.step()).isTrue();
      }
      connection.close();
      assertThatThrownBy(statement::step).isInstanceOf(SqlException.class);
      assertThatThrownBy(() -> statement.columnLong(0)).isInstanceOf(SqlException.class);
    }
  }

  @Test
  void rowsBeforeADamagedOneAreGiven() throws Exception {
    Path file = directory.resolve("damaged.db");
    try (java.sql.Connection sqlite = DriverManager.getConnection("jdbc:sqlite:" + file);
        java.sql.Statement statement = sqlite.createStatement()) {
      statement.execute("CREATE TABLE t(a, b)");
      for (int i = 0; i < 50; i++) {
        statement.execute("INSERT INTO t VALUES(" + (i == 40 ? "287454020, 1432778632)" : "1, 2)"));
      }
    }
    byte[] bytes = Files.readAllBytes(file);
    int record =
        new String(bytes, StandardCharsets.ISO_8859_1).indexOf("\u0003\u0004\u0004\u0011\"3D");
    bytes[record + 1] = 6;
    Files.write(file, bytes);
    try (Connection connection = Database.at(file.toString()).connect()) {
      List<String> rows = rows(connection, "SELECT a, b FROM t", row -> {});
      assertThat(rows).hasSize(41);
      assertThat(rows.subList(0, 40)).containsOnly("1|2|");
      assertThat(rows.getLast()).contains("malformed").contains("damaged.db");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 0", "2, 0", "17, 0", "18, 0", "50, 0", "299, 1", "300, 0"})
  void limitsEndWhereTheyShould(int limit, int offset) {
    try (Connection connection = connect("all")) {
      for (String where : List.of("", " WHERE a > 0", " WHERE id >= 3")) {
        List<String> rows =
            rows(
                connection,
                "SELECT a FROM t" + where + " LIMIT " + limit + " OFFSET " + offset,
                row -> {});
        assertThat(rows).hasSize(limit);
        assertThat(rows.getLast()).isEqualTo(limit + offset + "|");
      }
    }
  }

  /** What the getters make of the values of a row. */
  private static List<@Nullable Object> read(Statement statement) {
    List<@Nullable Object> values = new ArrayList<>();
    for (int i = 0; i < statement.columnCount(); i++) {
      values.add(statement.columnType(i));
      values.add(statement.columnIsNull(i));
      values.add(statement.columnLong(i));
      values.add(statement.columnDouble(i));
      values.add(statement.columnText(i));
      byte[] blob = statement.columnBlob(i);
      values.add(blob == null ? null : new String(blob, StandardCharsets.UTF_8));
      Object value = statement.columnValue(i);
      values.add(value instanceof byte[] ? "bytes" : value);
    }
    return values;
  }

  @Test
  void valuesOfAllTypesAreConvertedAsRowByRow() {
    String[] values = {
      "1",
      "NULL",
      "2.75",
      "-3e300",
      "9.3e18",
      "9223372036854775807",
      "' 12.5abc'",
      "'é'",
      "'-7'",
      "''",
      "0.0",
      "-1",
      "1e400",
      "x'3132'"
    };
    for (int kinds = 1; kinds <= values.length; kinds++) {
      List<List<List<@Nullable Object>>> answers = new ArrayList<>();
      for (String optimizations : List.of("all", "-vectors")) {
        try (Connection connection = connect(optimizations)) {
          connection.execute("DROP TABLE IF EXISTS v");
          connection.execute(
              "CREATE TABLE v(id INTEGER PRIMARY KEY, a, r REAL, t TEXT, i INTEGER)");
          for (int i = 0; i < 60; i++) {
            String value = values[(kinds == values.length ? i : i % kinds) % values.length];
            connection.execute(
                "INSERT INTO v(a, r, t, i) VALUES("
                    + String.join(", ", value, value, value, value)
                    + ")");
          }
          connection.execute("ALTER TABLE v ADD COLUMN n");
          try (Statement statement = connection.prepare("SELECT * FROM v WHERE id > 3")) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int run = 0; run < 3; run++) {
              while (statement.step()) {
                rows.add(read(statement));
              }
            }
            assertThat(rows).hasSize(3 * 57);
            answers.add(rows);
          }
        }
      }
      assertThat(answers.getFirst()).isEqualTo(answers.getLast());
    }
  }

  @Test
  void aRunTakesTheRowsThereAreHoweverManyTheOneBeforeTook() {
    try (Connection connection = connect("all");
        Statement statement =
            connection.prepare("SELECT id FROM t WHERE id >= ?1 LIMIT ?2 OFFSET ?3");
        Statement all = connection.prepare("SELECT id, a FROM t WHERE id BETWEEN ?1 AND ?2")) {
      int[] counts = {1, 300, 1, 2, 4, 5, 6, 100, 3, 20, 0, 17, 1000, 1};
      for (int count : counts) {
        for (int first : new int[] {1, 90, 250}) {
          all.bindLong(1, 3L * first);
          all.bindLong(2, 3L * (first + count - 1));
          long expected = first;
          while (all.step()) {
            assertThat(all.columnLong(0)).isEqualTo(3 * expected);
            assertThat(all.columnLong(1)).isEqualTo(expected);
            expected++;
          }
          assertThat(expected).isEqualTo(Math.max(first, Math.min(ROWS + 1, first + count)));
          statement.bindLong(1, 3L * first);
          statement.bindLong(2, count);
          statement.bindLong(3, count % 3);
          long next = first + count % 3;
          while (statement.step()) {
            assertThat(statement.columnLong(0)).isEqualTo(3 * next++);
          }
          assertThat(next - first - count % 3)
              .isEqualTo(Math.clamp(ROWS + 1L - first - count % 3, 0, count));
        }
      }
    }
  }

  @Test
  void rowsThatAreReadyAreReadWhileAnotherStatementCallsAFunctionThatReadsThem() {
    try (Connection connection = connect("all");
        Statement inner = connection.prepare("SELECT a FROM t")) {
      connection.createFunction(
          "following",
          0,
          false,
          arguments -> {
            assertThat(inner.step()).isTrue();
            return inner.columnLong(0);
          });
      try (Statement outer = connection.prepare("SELECT a, following() FROM t WHERE a <= 200")) {
        for (long row = 1; row <= 200; row++) {
          assertThat(outer.step()).isTrue();
          assertThat(outer.columnLong(0)).isEqualTo(row);
          assertThat(outer.columnLong(1)).isEqualTo(row);
          assertThat(inner.columnLong(0)).isEqualTo(row);
        }
        assertThat(outer.step()).isFalse();
      }
      assertThat(inner.step()).isTrue();
      assertThat(inner.columnLong(0)).isEqualTo(201);
    }
  }
}
