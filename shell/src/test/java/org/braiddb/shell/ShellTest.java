package org.braiddb.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.braiddb.shell.command.CommandTable;
import org.braiddb.shell.output.Output;
import org.braiddb.shell.session.ShellSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ShellTest {
  @TempDir Path directory;

  private record Result(int status, String out, String errors) {}

  private static Result run(String input, String... arguments) {
    StringWriter out = new StringWriter();
    StringWriter errors = new StringWriter();
    Shell.Typing nobody =
        new Shell.Typing() {
          @Override
          public boolean isPossible() {
            return false;
          }

          @Override
          public void run(ShellSession session, CommandTable commands) {
            throw new AssertionError("there is no terminal");
          }
        };
    int status =
        new Shell(
                new BufferedReader(new StringReader(input)),
                new Output(out),
                new Output(errors),
                nobody)
            .run(List.of(arguments));
    return new Result(status, out.toString(), errors.toString());
  }

  @Test
  void boxIsTheDefaultAndMeasuresWideCharacters() {
    assertThat(run("", ":memory:", "SELECT 1 AS n, '日本' AS place, NULL AS missing").out())
        .isEqualTo(
            """
            ┌───┬───────┬─────────┐
            │ n │ place │ missing │
            ├───┼───────┼─────────┤
            │ 1 │ 日本  │         │
            └───┴───────┴─────────┘
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        "list ! 1|x y|~",
        "csv ! 1,\"x y\",~\r",
        "json ! [{\"a\":1,\"b\":\"x y\",\"c\":null}]",
        "quote ! 1,'x y',NULL",
        "insert ! INSERT INTO \"table\" VALUES(1,'x y',NULL);"
      })
  void modesWriteARowTheirWay(String mode, String line) {
    Result result =
        run("", "--mode", mode, "--nullvalue", "~", ":memory:", "SELECT 1 a, 'x y' b, NULL c");
    assertThat(result.out().lines().toList()).containsExactly(line.strip());
    assertThat(result.status()).isZero();
  }

  @Test
  void scriptsGoOnAfterAFailureAndEndWithStatusOne() {
    Result result = run("SELECT 1;\nSELECT\n * FROM nowhere;\nSELECT 2;", "--mode", "list");
    assertThat(result.out()).isEqualTo("1\n2\n");
    assertThat(result.errors()).contains("Error: near line ").contains("no such table: nowhere");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void bailEndsAScriptAtItsFirstFailure() {
    Result result = run("SELECT * FRM t;\nSELECT 2;\n", "--bail", "--mode", "list");
    assertThat(result.out()).isEmpty();
    assertThat(result.errors()).contains("Error: near line 1: ").contains("^--- error here");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void aQueryPlanIsDrawnAsATree() {
    String sql = "SELECT 1 UNION ALL SELECT (SELECT 2 FROM sqlite_schema) ORDER BY 1";
    String plan = run("", ":memory:", "EXPLAIN QUERY PLAN " + sql).out();
    assertThat(plan).startsWith("QUERY PLAN\n").contains("\n|  |--").contains("\n|     |--");
    assertThat(plan.lines().skip(1)).allMatch(line -> line.matches("[| ]*[|`]--\\S.*"));
  }

  @Test
  void anUnknownCommandNamesTheNearest() {
    Result result = run(".tabels\n", ":memory:");
    assertThat(result.errors()).contains("unknown command \".tabels\"").contains(".tables");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void anUnknownOptionIsMisuse() {
    assertThat(run("", "--nonsense").status()).isEqualTo(2);
  }

  @Test
  void anUninstalledJournalModeIsNamed() {
    Result result = run("", "--journal-mode", "plaited", file(), "SELECT 1");
    assertThat(result.errors()).contains("plaited").contains("wal");
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void exitEndsAScriptWithItsStatus() {
    assertThat(run(".exit 7\nSELECT 1;\n", ":memory:")).isEqualTo(new Result(7, "", ""));
  }

  @Test
  void importMakesATableAndPutsRowsIntoIt() throws IOException {
    Path csv = directory.resolve("a.csv");
    Files.writeString(csv, "id,name\n1,\"x, \"\"y\"\"\"\n2,z\n");
    Result result =
        run(".import " + csv + " t\n.mode list\nSELECT * FROM t;\n.schema t\n", ":memory:");
    assertThat(result)
        .isEqualTo(
            new Result(0, "1|x, \"y\"\n2|z\nCREATE TABLE t(\"id\" TEXT, \"name\" TEXT);\n", ""));
  }

  @Test
  void importTakesTheOptionsOfSqlitesShell() throws IOException {
    Path csv = directory.resolve("a.csv");
    Files.writeString(csv, "some remark\nid,name\n1,x\n");
    String select = "\n.mode list\nSELECT id, name FROM t;\n";
    assertThat(run(".import --csv -skip 1 " + csv + " t" + select, ":memory:"))
        .isEqualTo(new Result(0, "1|x\n", ""));
    assertThat(run(".import --html " + csv + " t\n", ":memory:").errors())
        .contains("usage: .import ?--csv? ?--skip N? FILE TABLE");
  }

  @Test
  void aDumpGivesSqliteTheSameValues() throws SQLException {
    String script =
        """
        CREATE TABLE t (a INTEGER PRIMARY KEY, b, "the c" TEXT);
        INSERT INTO t VALUES (1, 0.1, 'it''s'), (2, x'00ff', NULL), (3, 1e300, 'a' || char(10) || 'b'),
          (4, -9223372036854775807, 'n' || char(0) || 'ul'), (5, 2.0, 'Zoë 日本');
        CREATE INDEX i ON t (b);
        .dump
        """;
    Result dump = run(script, ":memory:");
    assertThat(dump.status()).as(dump.errors()).isZero();
    try (Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
        Statement statement = sqlite.createStatement()) {
      for (String sql : dump.out().split(";\n")) {
        statement.execute(sql);
      }
      List<String> rows = new ArrayList<>();
      try (ResultSet set =
          statement.executeQuery(
              "SELECT a, typeof(b), CASE typeof(b) WHEN 'blob' THEN hex(b) ELSE b END,"
                  + " hex(\"the c\") FROM t ORDER BY a")) {
        while (set.next()) {
          rows.add(
              set.getString(1)
                  + ' '
                  + set.getString(2)
                  + ' '
                  + set.getString(3)
                  + ' '
                  + set.getString(4));
        }
      }
      assertThat(rows)
          .containsExactly(
              "1 real 0.1 69742773",
              "2 blob 00FF ",
              "3 real 1.0e+300 610A62",
              "4 integer -9223372036854775807 6E00756C",
              "5 real 2.0 5A6FC3AB20E697A5E69CAC");
    }
  }

  @Test
  void tablesSchemaAndDatabasesShowWhatThereIs() {
    Result result =
        run("CREATE TABLE a (x);\nCREATE TABLE b (y);\n.tables\n.schema b\n.databases\n", file());
    assertThat(result.out())
        .startsWith("a  b\nCREATE TABLE b (y);\nmain: ")
        .endsWith("/test.db r/w journal_mode=wal\n");
  }

  @Test
  void readRunsAScriptAndNamesItInErrors() throws IOException {
    Path script = directory.resolve("s.sql");
    Files.writeString(script, "SELECT 1;\nSELECT nothing;\n");
    Result result = run(".mode list\n.read " + script + "\n", ":memory:");
    assertThat(result.out()).isEqualTo("1\n");
    assertThat(result.errors()).contains("near line 2 of " + script);
    assertThat(result.status()).isEqualTo(1);
  }

  @Test
  void onceSendsOneResultToAFile() throws IOException {
    Path target = directory.resolve("out.txt");
    Result result = run(".mode list\n.once " + target + "\nSELECT 1;\nSELECT 2;\n", ":memory:");
    assertThat(result.out()).isEqualTo("2\n");
    assertThat(target).content().isEqualTo("1\n");
  }

  @Test
  void readonlyRefusesChanges() {
    assertThat(run("", file(), "CREATE TABLE a (x)").status()).isZero();
    Result result = run("", "--readonly", file(), "INSERT INTO a VALUES (1)");
    assertThat(result.status()).isEqualTo(1);
    assertThat(result.errors()).contains("READONLY");
  }

  private String file() {
    return directory.resolve("test.db").toString();
  }

  @Test
  void backupCopiesADatabaseIntoAFile() throws SQLException {
    Path file = directory.resolve("copy of it.db");
    String script =
        """
        CREATE TABLE t(a); INSERT INTO t VALUES (42);
        ATTACH ':memory:' AS aux; CREATE TABLE aux.u(b);
        .backup '%1$s'
        .save aux '%1$s.aux'
        .backup nowhere x.db
        """
            .formatted(file);
    Result result = run(script, ":memory:");
    assertThat(result.errors()).contains("unknown database nowhere");
    assertThat(run("", "--mode", "list", file.toString(), "SELECT a FROM t").out()).contains("42");
    assertThat(run("", "--mode", "list", file + ".aux", "SELECT name FROM sqlite_schema").out())
        .contains("u");
  }

  @Test
  void restorePutsACopyInPlaceOfTheDatabase() throws IOException {
    Path copy = directory.resolve("copy.db");
    Path broken = Files.writeString(directory.resolve("broken.db"), "no database".repeat(100));
    String script =
        """
        .mode list
        .headers off
        CREATE TABLE t(a); INSERT INTO t VALUES (1), (2);
        .backup '%1$s'
        DELETE FROM t;
        .restore '%2$s'
        .restore '%3$s'
        .restore aux '%1$s'
        SELECT 'rows before: ' || count(*) FROM t;
        .restore '%1$s'
        SELECT 'rows after: ' || count(*) FROM t;
        INSERT INTO t VALUES (3);
        SELECT 'rows at last: ' || count(*) FROM t;
        """
            .formatted(copy, broken, directory.resolve("missing.db"));
    Result result = run(script, file());
    assertThat(result.out()).contains("rows before: 0", "rows after: 2", "rows at last: 3");
    assertThat(result.errors().lines().toList())
        .satisfiesExactly(
            first -> assertThat(first).contains("not a database"),
            second -> assertThat(second).contains("unable to open"),
            third -> assertThat(third).contains("only main"));
    assertThat(run(".restore '" + copy + "'", ":memory:").errors()).contains("in memory");
  }
}
