package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** New rows that nobody asks for one by one are written many at a time: as SQLite's. */
class RowsInsertedTogetherTest {
  private static final String SERIES =
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ";

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  private static Comparison prepared(String mode) {
    return new Comparison(mode)
        .same(
            "CREATE TABLE s(k INTEGER PRIMARY KEY, a INT, b TEXT, c)",
            SERIES.formatted(1400)
                + "INSERT INTO s SELECT i * 3, i % 50, 'b' || i, CASE WHEN i % 200 = 0 THEN"
                + " zeroblob(i * 20) ELSE i END FROM n");
  }

  private static void insert(Comparison db, String... inserts) {
    for (String insert : inserts) {
      db.same(
          insert,
          "SELECT changes(), last_insert_rowid()",
          "SELECT count(*), sum(rowid), min(rowid), max(rowid) FROM t",
          "SELECT rowid, *, typeof(a), typeof(b) FROM t WHERE rowid % 97 = 0 OR rowid > 1390"
              + " ORDER BY rowid");
    }
    db.same("PRAGMA integrity_check");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void theyAreThoseOfTheQueryInItsOrder(String mode) {
    for (String table :
        new String[] {
          "CREATE TABLE t(a TEXT, b REAL, c)",
          "CREATE TABLE t(id INTEGER PRIMARY KEY, a INT, b TEXT, c)",
          "CREATE TABLE t(a, id INTEGER PRIMARY KEY NOT NULL, b NUMERIC, c BLOB)",
        }) {
      try (Comparison db = prepared(mode)) {
        db.same(table);
        insert(
            db,
            "INSERT INTO t(a, b, c) SELECT a, b, c FROM s",
            "INSERT INTO t(b, c) SELECT k, b || a FROM s ORDER BY a, k DESC LIMIT 700",
            "INSERT INTO t(a, c) SELECT c, count(*) FROM s GROUP BY a",
            "INSERT INTO t(a, b, c) VALUES(1, 2, 3), ('4', '5', '6'), (x'07', NULL, 8.5)",
            "INSERT INTO t(a) SELECT a FROM t WHERE b IS NOT NULL",
            "INSERT INTO t(a) SELECT a FROM s WHERE false",
            "DELETE FROM t WHERE rowid > 100",
            "INSERT INTO t(a, b) SELECT last_insert_rowid(), changes() FROM s WHERE k < 30",
            "UPDATE t SET rowid = -rowid",
            "INSERT INTO t(a) SELECT b FROM s WHERE k < 30",
            "INSERT INTO t(rowid, a) VALUES(9223372036854775804, 'near the end')",
            "BEGIN",
            "INSERT INTO t(b) SELECT a FROM s WHERE k < 10",
            "ROLLBACK");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whereOneIsRefusedTheConflictClauseDecidesOnThoseBefore(String mode) {
    for (String or : new String[] {"", "OR FAIL", "OR IGNORE", "OR ABORT", "OR REPLACE"}) {
      try (Comparison db = prepared(mode)) {
        db.same("CREATE TABLE t(a NOT NULL, b, c)");
        String into = "INSERT " + or + " INTO t ";
        insert(
            db,
            into + "SELECT a, b, c FROM s WHERE k < 60",
            into + "SELECT CASE WHEN k = 2400 THEN NULL ELSE a END, b, c FROM s",
            into + "VALUES(1, 2, 3), (4, 5, 6), (NULL, 8, 9), (10, 11, 12)",
            "BEGIN",
            into + "SELECT nullif(k, 1800), abs(a), b FROM s",
            into
                + "SELECT 1, CASE WHEN k = 2100 THEN abs(-9223372036854775808) ELSE k END, 2 FROM s",
            "COMMIT");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void columnsThatAreNotGivenHaveTheirDefaults(String mode) {
    for (String table :
        new String[] {
          "CREATE TABLE t(a, b DEFAULT 7, c TEXT DEFAULT 8)",
          "CREATE TABLE t(a INT NOT NULL DEFAULT '12', b REAL DEFAULT 3, c DEFAULT (x'01' || 'z'))",
          "CREATE TABLE t(a DEFAULT (-9), b, c NOT NULL ON CONFLICT REPLACE DEFAULT (abs(-5)))",
          "CREATE TABLE t(id INTEGER PRIMARY KEY DEFAULT 5, a DEFAULT +1.5, b NOT NULL DEFAULT 'b', c)",
          "CREATE TABLE t(a NOT NULL, b NOT NULL DEFAULT NULL, c DEFAULT 4)",
          "CREATE TABLE t(c DEFAULT (last_insert_rowid()), b DEFAULT (changes() + 1), a)",
        }) {
      try (Comparison db = prepared(mode)) {
        db.same(table);
        insert(
            db,
            "INSERT INTO t(a) SELECT a FROM s",
            "INSERT INTO t(b, a) SELECT b, k + 1 FROM s WHERE a <> 7",
            "INSERT INTO t(c, a) SELECT c, k FROM s WHERE k % 2 ORDER BY a, k",
            "INSERT INTO t(b) SELECT NULL FROM s WHERE k < 9",
            "INSERT OR IGNORE INTO t(b, a) SELECT CASE k % 4 WHEN 1 THEN b END, a FROM s",
            "INSERT OR REPLACE INTO t(a, c) SELECT nullif(k, 60), c FROM s",
            "INSERT INTO t(b) VALUES(1), (2), (3)",
            "INSERT INTO t(a) SELECT a FROM s WHERE false");
        db.same("SELECT b, c, count(*), typeof(b), typeof(c) FROM t GROUP BY 1, 2, 4, 5 LIMIT 99");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aStatementHasOneTime(String mode) {
    try (Comparison db = prepared(mode)) {
      db.same(
          "CREATE TABLE t(a, b DEFAULT CURRENT_TIMESTAMP, c DEFAULT CURRENT_DATE)",
          "INSERT INTO t(a) SELECT a FROM s",
          "SELECT count(DISTINCT b), count(DISTINCT c), count(*), min(length(b)) FROM t",
          "SELECT count(*) FROM t WHERE b > datetime('now', '-1 hour') AND c >= date(b)");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aTableIsMadeOfAQuery(String mode) {
    try (Comparison db = prepared(mode)) {
      String[] queries = {
        "SELECT k AS id, a, b, c FROM s",
        "SELECT b, CAST(a AS REAL) AS a, c, k + 1 AS n FROM s ORDER BY b DESC",
        "SELECT 1 AS a, NULL AS b, 'c' AS c",
        "SELECT a, b FROM s WHERE false",
        "SELECT a, max(c) AS b, count(*) AS c FROM s GROUP BY a",
        "SELECT zeroblob(70000 + k) AS a, k AS b FROM s WHERE k < 20",
        "SELECT a, zeroblob(CASE k % 5 WHEN 0 THEN 66000 END) AS b FROM s WHERE k < 90",
        "SELECT last_insert_rowid() AS a, changes() AS b FROM s",
        "SELECT s.a, two.b FROM s JOIN s AS two ON two.k = s.k + 3 AND two.a > 17",
      };
      for (String query : queries) {
        db.same(
            "CREATE TABLE t AS " + query,
            "SELECT changes(), last_insert_rowid()",
            "SELECT count(*), sum(rowid), min(rowid), max(rowid), sum(length(b)) FROM t",
            "SELECT rowid, *, typeof(a), typeof(b) FROM t WHERE length(b) < 99 AND rowid % 37 = 1",
            "INSERT INTO t(a) VALUES('next')",
            "SELECT rowid, a FROM t ORDER BY rowid DESC LIMIT 2",
            "PRAGMA integrity_check",
            "DROP TABLE t");
      }
      db.same(
          "BEGIN",
          "CREATE TABLE t AS SELECT * FROM s",
          "CREATE TABLE u AS SELECT abs(CASE k WHEN 3000 THEN -9223372036854775808 END) FROM s",
          "SELECT count(*), sum(k) FROM t",
          "ROLLBACK",
          "SELECT name FROM sqlite_schema");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsThatSomebodyAsksForAreInsertedOneByOne(String mode) {
    try (Comparison db = prepared(mode)) {
      db.same(
          "PRAGMA foreign_keys = 1",
          "CREATE TABLE t(a, b DEFAULT 7, c)",
          "CREATE TABLE log(x)",
          "CREATE TRIGGER g AFTER INSERT ON t BEGIN INSERT INTO log SELECT new.rowid; END");
      insert(db, "INSERT INTO t(a) SELECT a FROM s", "INSERT INTO t(a, b) VALUES(1, 2), (3, 4)");
      db.same("SELECT count(*), sum(x), last_insert_rowid() FROM log", "DROP TRIGGER g");
      insert(db, "INSERT INTO t(a) SELECT a FROM s WHERE k < 99 RETURNING rowid, b");
      db.same("CREATE UNIQUE INDEX ta ON t(a) WHERE c = 5");
      insert(
          db,
          "INSERT INTO t SELECT a, b, c FROM s WHERE k < 300",
          "INSERT INTO t SELECT 1, k, 5 FROM s");
      db.same(
          "CREATE TABLE self(id INTEGER PRIMARY KEY, up REFERENCES self(id))",
          "INSERT INTO self(up) SELECT nullif(k / 3 - 1, 0) FROM s",
          "SELECT count(*), sum(up) FROM self",
          "CREATE TABLE auto(id INTEGER PRIMARY KEY AUTOINCREMENT, a)",
          "INSERT INTO auto(a) SELECT a FROM s",
          "DELETE FROM auto WHERE id > 9",
          "INSERT INTO auto(a) SELECT a FROM s WHERE k < 9",
          "SELECT max(id), (SELECT seq FROM sqlite_sequence) FROM auto");
    }
  }
}
