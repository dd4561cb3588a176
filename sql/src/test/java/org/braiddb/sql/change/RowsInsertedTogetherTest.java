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
