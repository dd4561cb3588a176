package org.braiddb.sql.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Auto-vacuum databases, changed by Braid and by SQLite in turns. */
class AutoVacuumTest {
  private static final int ROUNDS = Integer.getInteger("braid.rounds", 5);
  private static final int STATEMENTS = 14;
  private static final int TABLES = 5;

  @TempDir Path folder;

  static Stream<String> modes() {
    return Comparison.journalModes().filter(mode -> !mode.equals("naive"));
  }

  static Stream<Arguments> modesAndKinds() {
    return modes()
        .filter(mode -> mode.startsWith("mvcc") || mode.equals("wal"))
        .flatMap(mode ->
            Stream.of(
                Arguments.of(mode, "full", 512),
                Arguments.of(mode, "incremental", 1024),
                Arguments.of(mode, "full", 4096)));
  }

  private static String single(Outcome outcome) {
    assertThat(outcome).isInstanceOf(Outcome.Rows.class);
    return unquoted(((Outcome.Rows) outcome).rows().getFirst());
  }

  private static void succeed(Outcome outcome, String sql) {
    assertThat(outcome).as(sql).isInstanceOf(Outcome.Rows.class);
  }

  @ParameterizedTest
  @MethodSource("modesAndKinds")
  void randomChangesInTurnsLeaveTheSameContent(String mode, String kind, int pageSize) {
    long seed = Long.getLong("braid.seed", 20);
    String what = "-Dbraid.seed=" + seed + ", " + mode + ", " + kind + ", page size " + pageSize;
    Random random = new Random(seed + pageSize);
    Path file = folder.resolve("turns.db");
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      sqlite.run("PRAGMA page_size=" + pageSize);
      sqlite.run("PRAGMA auto_vacuum=" + kind);
      sqlite.run("CREATE TABLE first(a INTEGER PRIMARY KEY, b UNIQUE)");
    }
    try (Sqlite model = new Sqlite(":memory:")) {
      model.run("CREATE TABLE first(a INTEGER PRIMARY KEY, b UNIQUE)");
      for (int round = 0; round < ROUNDS; round++) {
        List<String> statements = new ArrayList<>();
        for (int i = 0; i < STATEMENTS; i++) {
          statements.addAll(changes(random));
        }
        if (kind.equals("incremental") && random.nextBoolean()) {
          statements.add("PRAGMA incremental_vacuum(" + random.nextInt(30) + ")");
        }
        if (random.nextInt(6) == 0) {
          statements.add("VACUUM");
        }
        String where = what + ", round " + round + ": " + statements;
        List<Outcome> expected = statements.stream().map(model::run).toList();
        if (round % 3 == 2) {
          try (Sqlite sqlite = new Sqlite(file.toString())) {
            statements.forEach(sqlite::run);
          }
        } else {
          try (Braid braid = new Braid(file.toString(), mode)) {
            for (int i = 0; i < statements.size(); i++) {
              assertThat(braid.run(statements.get(i)).getClass())
                  .as("%s in %s", statements.get(i), where)
                  .isEqualTo(expected.get(i).getClass());
            }
            assertThat(single(braid.run("PRAGMA integrity_check"))).as(where).isEqualTo("ok");
            if (kind.equals("full")) {
              assertThat(single(braid.run("PRAGMA freelist_count"))).as(where).isEqualTo("0");
            }
          }
        }
        try (Sqlite sqlite = new Sqlite(file.toString())) {
          assertThat(sqlite.run("PRAGMA integrity_check")).as(where).isEqualTo(ok());
          assertThat(content(sqlite)).as(where).isEqualTo(content(model));
        }
      }
    }
  }

  private static Outcome ok() {
    return new Outcome.Rows(List.of("integrity_check"), List.of(List.of("'ok'")));
  }

  private static List<Outcome> content(Sqlite sqlite) {
    List<Outcome> content = new ArrayList<>();
    Outcome.Rows names =
        (Outcome.Rows)
            sqlite.run("SELECT name, tbl_name, sql FROM sqlite_schema ORDER BY type, name");
    content.add(names);
    Outcome.Rows tables =
        (Outcome.Rows)
            sqlite.run("SELECT name FROM sqlite_schema WHERE type='table' ORDER BY name");
    for (List<String> table : tables.rows()) {
      content.add(
          sqlite.run(
              "SELECT count(*), sum(a), sum(length(b)), sum(a*length(b)), max(b) IS NULL FROM "
                  + unquoted(table)));
    }
    return content;
  }

  private static String unquoted(List<String> name) {
    return name.getFirst().replaceAll("^.*'(.*)'$", "$1");
  }

  private static List<String> changes(Random random) {
    return switch (random.nextInt(7)) {
      case 0 ->
          List.of(
              "BEGIN",
              change(random),
              "SAVEPOINT s",
              change(random),
              "DROP TABLE IF EXISTS t0",
              "ROLLBACK TO s",
              change(random),
              "COMMIT");
      case 1 -> List.of("BEGIN", change(random), "DROP TABLE IF EXISTS t1", "ROLLBACK");
      default -> List.of(change(random));
    };
  }

  private static String change(Random random) {
    String table = random.nextInt(8) == 0 ? "first" : "t" + random.nextInt(TABLES);
    int from = random.nextInt(300);
    return switch (random.nextInt(12)) {
      case 0, 1 ->
          "CREATE TABLE "
              + table
              + (random.nextBoolean()
                  ? "(a INTEGER PRIMARY KEY, b UNIQUE)"
                  : random.nextBoolean() ? "(a PRIMARY KEY, b) WITHOUT ROWID" : "(a, b)");
      case 2 -> "CREATE INDEX " + table + "i ON " + table + "(b, a)";
      case 3 -> table.equals("first") ? "DELETE FROM first" : "DROP TABLE " + table;
      case 4 -> "DROP INDEX " + table + "i";
      case 5 -> "DELETE FROM " + table + " WHERE a BETWEEN " + from + " AND " + (from + 120);
      case 6 ->
          "UPDATE OR IGNORE "
              + table
              + " SET b = zeroblob("
              + size(random)
              + ") || a WHERE a%5 = "
              + random.nextInt(5);
      default ->
          "WITH RECURSIVE n(i) AS (VALUES("
              + from
              + ") UNION ALL SELECT i+1 FROM n WHERE i<"
              + (from + 1 + random.nextInt(80))
              + ") INSERT OR REPLACE INTO "
              + table
              + " SELECT i, CAST(i AS BLOB) || zeroblob("
              + size(random)
              + ") FROM n";
    };
  }

  private static int size(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(10);
      case 1 -> random.nextInt(200);
      case 2 -> random.nextInt(1500);
      default -> random.nextInt(6000);
    };
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theModeIsSetBeforeTheFirstTableAndByVacuum(String mode) {
    Path file = folder.resolve("set.db");
    try (Braid braid = new Braid(file.toString(), mode)) {
      assertThat(single(braid.run("PRAGMA auto_vacuum"))).isEqualTo("0");
      succeed(braid.run("PRAGMA auto_vacuum=2"), "incremental");
      assertThat(single(braid.run("PRAGMA auto_vacuum"))).isEqualTo("2");
      succeed(braid.run("CREATE TABLE t(a, b); CREATE INDEX i ON t(b)"), "create");
      succeed(braid.run(FILL), FILL);
      succeed(braid.run("PRAGMA auto_vacuum=none"), "none");
      assertThat(single(braid.run("PRAGMA auto_vacuum"))).isEqualTo("2");
      succeed(braid.run("DELETE FROM t WHERE a > 20"), "delete");
      int before = Integer.parseInt(single(braid.run("PRAGMA page_count")));
      succeed(braid.run("PRAGMA incremental_vacuum(5)"), "5");
      assertThat(single(braid.run("PRAGMA page_count"))).isEqualTo("" + (before - 5));
      succeed(braid.run("PRAGMA auto_vacuum=full"), "full");
      assertThat(single(braid.run("PRAGMA auto_vacuum"))).isEqualTo("1");
      assertThat(single(braid.run("PRAGMA freelist_count"))).isEqualTo("0");
      assertThat(Integer.parseInt(single(braid.run("PRAGMA page_count")))).isLessThan(before / 2);
      succeed(braid.run("PRAGMA auto_vacuum=0; VACUUM"), "vacuum");
      assertThat(single(braid.run("PRAGMA auto_vacuum"))).isEqualTo("0");
      assertThat(single(braid.run("PRAGMA integrity_check"))).isEqualTo("ok");
      succeed(braid.run("PRAGMA auto_vacuum=full; VACUUM"), "vacuum");
      assertThat(single(braid.run("PRAGMA auto_vacuum"))).isEqualTo("1");
      assertThat(single(braid.run("PRAGMA integrity_check"))).isEqualTo("ok");
      succeed(braid.run("VACUUM INTO '" + folder.resolve("copy.db") + "'"), "into");
    }
    for (String name : List.of("set.db", "copy.db")) {
      try (Sqlite sqlite = new Sqlite(folder.resolve(name).toString())) {
        assertThat(single(sqlite.run("PRAGMA auto_vacuum"))).isEqualTo("1");
        assertThat(sqlite.run("PRAGMA integrity_check")).isEqualTo(ok());
        assertThat(single(sqlite.run("SELECT count(*) FROM t"))).isEqualTo("20");
      }
    }
  }

  private static final String FILL =
      "INSERT INTO t WITH RECURSIVE n(i) AS (VALUES(1) UNION ALL SELECT i+1 FROM n WHERE i<300)"
          + " SELECT i, zeroblob(i*9) FROM n";

  @ParameterizedTest
  @MethodSource("modes")
  void aFileOfSqliteKeepsItsModeAndMapUntilVacuum(String mode) {
    Path file = folder.resolve("kept.db");
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      sqlite.run("CREATE TABLE t(a, b)");
    }
    try (Braid braid = new Braid(file.toString(), mode)) {
      succeed(braid.run("PRAGMA auto_vacuum=full"), "full");
      assertThat(single(braid.run("PRAGMA auto_vacuum"))).isEqualTo("0");
      succeed(braid.run("VACUUM"), "vacuum");
      assertThat(single(braid.run("PRAGMA auto_vacuum"))).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"mvcc", "pagelock"})
  void aConcurrentTransactionFromBeforeTheMapWasMadeLoses(String mode) {
    Path file = folder.resolve("overtaken.db");
    try (Braid early = new Braid(file.toString(), mode);
        Braid late = new Braid(file.toString(), mode)) {
      succeed(early.run("CREATE TABLE t(a, b); INSERT INTO t VALUES(1, 2)"), "create");
      succeed(early.run("BEGIN CONCURRENT; CREATE TABLE n(a); INSERT INTO n VALUES(1)"), "new");
      succeed(late.run("PRAGMA auto_vacuum=full; VACUUM"), "vacuum");
      Outcome lost = early.run("COMMIT");
      assertThat(lost).isInstanceOf(Outcome.Failure.class);
      assertThat(((Outcome.Failure) lost).extendedCode()).isEqualTo(517);
      succeed(early.run("ROLLBACK"), "rollback");
      succeed(early.run("BEGIN CONCURRENT; CREATE TABLE n(a); COMMIT"), "again");
      assertThat(single(late.run("PRAGMA integrity_check"))).isEqualTo("ok");
      assertThat(single(late.run("PRAGMA auto_vacuum"))).isEqualTo("1");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rootsMoveUnderOpenCursorsAndBackWithASavepoint(String mode) {
    Path file = folder.resolve("roots.db");
    try (Braid braid = new Braid(file.toString(), mode)) {
      succeed(
          braid.run(
              "PRAGMA auto_vacuum=full; CREATE TABLE a(a, b); CREATE TABLE b(a, b);"
                  + "CREATE TABLE c(a, b); CREATE INDEX ci ON c(b);"
                  + "INSERT INTO c VALUES(1,2),(3,4),(5,6); INSERT INTO b VALUES('x','y')"),
          "create");
      succeed(
          braid.run(
              "BEGIN; INSERT INTO c VALUES(7,8); SAVEPOINT s; DROP TABLE a;"
                  + " INSERT INTO c VALUES(9,10); ROLLBACK TO s; INSERT INTO c VALUES(11,12)"),
          "savepoint");
      assertThat(single(braid.run("SELECT group_concat(b) FROM c WHERE b>0 ORDER BY b")))
          .contains("2,4,6,8,12");
      succeed(braid.run("DROP TABLE b; INSERT INTO c VALUES(13,14); COMMIT"), "commit");
      assertThat(single(braid.run("SELECT sum(a) FROM c"))).contains("40");
      assertThat(single(braid.run("PRAGMA integrity_check"))).isEqualTo("ok");
      assertThat(single(braid.run("SELECT max(rootpage) FROM sqlite_schema"))).contains("5");
    }
  }
}
