package org.braiddb.sql.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files whose schema names what this connection does not have: collations, functions, modules. */
class UnknownSchemaTest {
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE col(a TEXT COLLATE NOCASE, b INT)",
          "CREATE INDEX coli ON col(a)",
          "INSERT INTO col VALUES('x', 1), ('b', 2)",
          "CREATE TABLE loose(a TEXT COLLATE NOCASE, b INT)",
          "INSERT INTO loose VALUES('x', 1), ('b', 2)",
          "CREATE TABLE pk(a TEXT COLLATE NOCASE PRIMARY KEY, b) WITHOUT ROWID",
          "INSERT INTO pk VALUES('q', 1), ('r', 2)",
          "CREATE TABLE called(a, d)",
          "INSERT INTO called VALUES(1, 2)",
          "CREATE INDEX calledi ON called(abs(a))",
          "CREATE TABLE both(a INT, d INT)",
          "INSERT INTO both VALUES(1, 2), (7, -3), (NULL, NULL), (2, 2), (-9, 4)",
          "CREATE INDEX bothi ON both(d, abs(a))",
          "CREATE INDEX bothe ON both(abs(a), d)",
          "CREATE VIEW calling AS SELECT abs(a) FROM called",
          "CREATE VIRTUAL TABLE words USING fts5(x)",
          "INSERT INTO words VALUES('hello world')",
          "CREATE VIEW wordy AS SELECT * FROM words",
          "CREATE TABLE plain(a)",
          "PRAGMA writable_schema = ON",
          "UPDATE sqlite_schema SET sql ="
              + " replace(replace(replace(sql, 'NOCASE', 'strange'), 'abs(', 'strange_abs('),"
              + " 'fts5', 'strange_module')");

  @TempDir Path folder;

  private String file() {
    return folder.resolve("strange.db").toString();
  }

  @BeforeEach
  void create() {
    try (Sqlite sqlite = new Sqlite(file())) {
      for (String sql : SCHEMA) {
        assertThat(sqlite.run(sql)).as(sql).isInstanceOf(Outcome.Rows.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM col",
        "SELECT a, b FROM col WHERE b = 2",
        "SELECT upper(a) FROM col ORDER BY b DESC",
        "SELECT b, count(*) FROM col GROUP BY b",
        "SELECT a = 'B' COLLATE BINARY FROM col",
        "SELECT a FROM loose WHERE a LIKE 'X'",
        "SELECT a FROM called",
        "SELECT count(*) FROM called WHERE d > 1",
        "SELECT d FROM both ORDER BY d",
        "SELECT d, a FROM both ORDER BY d, a LIMIT 3",
        "SELECT DISTINCT d FROM both ORDER BY d DESC",
        "SELECT max(d), a FROM both",
        "SELECT min(d) FROM both WHERE d IS NOT NULL",
        "SELECT count(DISTINCT d) FROM both",
        "SELECT d, count(*) FROM both GROUP BY d",
        "SELECT d FROM both UNION SELECT a FROM both"
      })
  void whatNeedsNothingUnknownIsRead(String sql) {
    Outcome expected;
    try (Sqlite sqlite = new Sqlite(file())) {
      expected = sqlite.run(sql);
    }
    assertThat(expected).isInstanceOf(Outcome.Rows.class);
    try (Braid braid = new Braid(file(), "wal")) {
      assertThat(braid.run(sql)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM col WHERE a = 'b'",
        "SELECT * FROM col ORDER BY a",
        "SELECT DISTINCT a FROM loose",
        "SELECT a, count(*) FROM loose GROUP BY a",
        "SELECT max(a) FROM loose",
        "SELECT * FROM pk WHERE a = 'q'",
        "INSERT INTO col VALUES('z', 3)",
        "UPDATE col SET a = 'y'",
        "DELETE FROM col WHERE b = 1",
        "UPDATE loose SET b = 4 WHERE a > 'c'",
        "INSERT INTO pk VALUES('s', 3)",
        "DELETE FROM pk WHERE b = 2",
        "INSERT INTO called VALUES(1, 2)",
        "UPDATE called SET a = 5",
        "DELETE FROM called WHERE d = 2",
        "SELECT * FROM calling",
        "SELECT * FROM words",
        "INSERT INTO words VALUES('x')",
        "SELECT * FROM wordy"
      })
  void whatNeedsItIsRefusedByName(String sql) {
    try (Braid braid = new Braid(file(), "wal")) {
      Outcome before = braid.run("SELECT * FROM loose, pk, called");
      assertThat(braid.run(sql))
          .as(sql)
          .isInstanceOfSatisfying(
              Outcome.Failure.class,
              failure -> assertThat(failure.message()).containsPattern("no such .*: strange"));
      assertThat(braid.run("SELECT * FROM loose, pk, called")).isEqualTo(before);
    }
  }

  @Test
  void aTableInAnUnknownOrderIsReadFromEndToEnd() {
    try (Braid braid = new Braid(file(), "wal")) {
      // More than SQLite does, which finds "no query solution".
      assertThat(braid.run("SELECT a, b FROM pk"))
          .isEqualTo(
              new Outcome.Rows(
                  List.of("a", "b"), List.of(List.of("'q'", "1"), List.of("'r'", "2"))));
    }
  }

  @Test
  void theRestOfTheFileIsWritten() {
    try (Braid braid = new Braid(file(), "wal")) {
      assertThat(braid.run("INSERT INTO plain VALUES(1)")).isInstanceOf(Outcome.Rows.class);
      assertThat(braid.run("INSERT INTO loose VALUES('c', 3)")).isInstanceOf(Outcome.Rows.class);
      assertThat(braid.run("DROP TABLE col")).isInstanceOf(Outcome.Rows.class);
    }
    try (Sqlite sqlite = new Sqlite(file())) {
      assertThat(sqlite.run("SELECT a FROM plain"))
          .isEqualTo(new Outcome.Rows(List.of("a"), List.of(List.of("1"))));
      assertThat(sqlite.run("SELECT count(*) AS n FROM loose"))
          .isEqualTo(new Outcome.Rows(List.of("n"), List.of(List.of("3"))));
    }
  }

  @Test
  void anErrorInADefinitionHasNoPlaceInTheStatement() {
    try (Braid braid = new Braid(file(), "wal")) {
      for (String sql : List.of("SELECT 1, 2, * FROM calling", "INSERT INTO called VALUES(1, 2)")) {
        assertThat(braid.run(sql))
            .isInstanceOfSatisfying(
                Outcome.Failure.class,
                failure ->
                    assertThat(failure.message())
                        .doesNotContain("line")
                        .isEqualTo("no such function: strange_abs"));
      }
    }
  }

  @Test
  void whatSqliteHasByDefaultIsNotSupportedYet() {
    try (Braid braid = new Braid(":memory:", "wal")) {
      assertThat(error(braid, "CREATE VIRTUAL TABLE v USING fts5(x)"))
          .isEqualTo("the virtual table module fts5 is not supported yet");
      assertThat(error(braid, "SELECT * FROM json_each('[1]')"))
          .isEqualTo("the table-valued function json_each is not supported yet");
      assertThat(error(braid, "SELECT '{}' -> 'a'"))
          .isEqualTo("the JSON operator -> is not supported yet");
      assertThat(error(braid, "CREATE VIRTUAL TABLE v USING mine(x)"))
          .isEqualTo("no such module: mine");
      assertThat(braid.run("SELECT name FROM sqlite_schema"))
          .isEqualTo(new Outcome.Rows(List.of("name"), List.of()));
    }
  }

  private static String error(Braid braid, String sql) {
    return ((Outcome.Failure) braid.run(sql)).message();
  }
}
