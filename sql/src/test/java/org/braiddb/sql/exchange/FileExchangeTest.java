package org.braiddb.sql.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.sql.oracle.Sqlite;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file, taken in turns by Braid and by SQLite. */
class FileExchangeTest {
  private static final List<String> SCHEMA =
      List.of(
          "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT COLLATE NOCASE UNIQUE, c REAL, d BLOB)",
          "CREATE TABLE w(x TEXT, y INT, z, PRIMARY KEY(y DESC, x)) WITHOUT ROWID",
          "CREATE TABLE s(i INTEGER PRIMARY KEY AUTOINCREMENT, v DEFAULT (1+1)) STRICT",
          "CREATE INDEX tc ON t(c DESC, b)",
          "CREATE INDEX tp ON t(d) WHERE c > 10",
          "CREATE INDEX te ON t(length(b), a+1)",
          "CREATE UNIQUE INDEX wz ON w(z, x)",
          "CREATE VIEW v AS SELECT a, b FROM t WHERE c IS NOT NULL");

  private static final List<String> SCHEMA_IN_SQLITES_FORM =
      SCHEMA.stream().map(sql -> sql.replace("v DEFAULT (1+1)", "v ANY DEFAULT (1+1)")).toList();

  private static final List<String> CHANGES =
      List.of(
          "INSERT INTO t"
              + " VALUES(1,'One',1.5,x'01'),(2,'two',20,NULL),(3,'three',-0.0,zeroblob(9000))",
          "WITH RECURSIVE n(i) AS (VALUES(10) UNION ALL SELECT i+1 FROM n WHERE i<2000) "
              + "INSERT INTO t SELECT i, 'row ' || i, i/3.0, x'ff00' FROM n",
          "INSERT INTO w SELECT b, a%7, a FROM t",
          "INSERT INTO s DEFAULT VALUES",
          "INSERT INTO s(v) SELECT b FROM t WHERE a<20",
          "UPDATE t SET c=c*2, b=b||'!' WHERE a%3=0",
          "UPDATE w SET y=y+1 WHERE z%5=1",
          "DELETE FROM t WHERE a BETWEEN 500 AND 900",
          "DELETE FROM w WHERE y=3",
          "DELETE FROM s WHERE i>10");

  private static final List<String> QUESTIONS =
      List.of(
          "SELECT type,name,tbl_name,sql FROM sqlite_schema ORDER BY rowid",
          "SELECT count(*), sum(a), total(c), sum(length(d)) FROM t",
          "SELECT * FROM t WHERE b='ROW 77!' OR a<4 ORDER BY a",
          "SELECT a FROM t WHERE c>100 ORDER BY c DESC, b LIMIT 5",
          "SELECT a FROM t WHERE length(b)=6 AND a+1>30 ORDER BY a LIMIT 5",
          "SELECT * FROM w ORDER BY y DESC, x LIMIT 10",
          "SELECT count(*), sum(y) FROM w",
          "SELECT * FROM s ORDER BY i",
          "SELECT * FROM sqlite_sequence",
          "SELECT count(*) FROM v",
          "PRAGMA integrity_check",
          "PRAGMA user_version");

  @TempDir Path folder;

  @Test
  void whatBraidWritesSqliteReads() {
    Path file = folder.resolve("braid.db");
    List<Outcome> answers;
    try (Braid braid = new Braid(file.toString(), "wal")) {
      SCHEMA_IN_SQLITES_FORM.forEach(sql -> succeed(braid.run(sql), sql));
      CHANGES.forEach(sql -> succeed(braid.run(sql), sql));
      succeed(braid.run("PRAGMA user_version=7"), "user_version");
      answers = QUESTIONS.stream().map(braid::run).toList();
    }
    try (Sqlite sqlite = new Sqlite(file.toString())) {
      assertThat(answers).isEqualTo(QUESTIONS.stream().map(sqlite::run).toList());
    }
  }

  @Test
  void whatSqliteWritesBraidReadsAndChanges() {
    Path file = folder.resolve("sqlite.db");
    Path twin = folder.resolve("twin.db");
    for (Path each : List.of(file, twin)) {
      try (Sqlite sqlite = new Sqlite(each.toString())) {
        SCHEMA_IN_SQLITES_FORM.forEach(sql -> succeed(sqlite.run(sql), sql));
        succeed(sqlite.run(CHANGES.getFirst()), "first change");
        succeed(sqlite.run(CHANGES.get(1)), "second change");
      }
    }
    try (Braid braid = new Braid(file.toString(), "wal");
        Sqlite sqlite = new Sqlite(twin.toString())) {
      for (String sql : QUESTIONS) {
        assertThat(braid.run(sql)).as(sql).isEqualTo(sqlite.run(sql));
      }
      for (String sql : CHANGES.subList(2, CHANGES.size())) {
        succeed(braid.run(sql), sql);
        succeed(sqlite.run(sql), sql);
      }
      for (String sql : QUESTIONS) {
        assertThat(braid.run(sql)).as(sql).isEqualTo(sqlite.run(sql));
      }
    }
    try (Sqlite changed = new Sqlite(file.toString());
        Sqlite sqlite = new Sqlite(twin.toString())) {
      for (String sql : QUESTIONS) {
        assertThat(changed.run(sql)).as(sql).isEqualTo(sqlite.run(sql));
      }
    }
  }

  private static void succeed(Outcome outcome, String sql) {
    assertThat(outcome).as(sql).isInstanceOf(Outcome.Rows.class);
  }
}
