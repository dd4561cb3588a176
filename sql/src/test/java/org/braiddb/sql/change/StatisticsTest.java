package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** ANALYZE writes SQLite's numbers; REINDEX leaves what was there. */
class StatisticsTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void analyzeCountsDifferentKeys(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INTEGER PRIMARY KEY, b, c TEXT, d, UNIQUE(c, b))",
          "CREATE INDEX i1 ON t(b)",
          "CREATE INDEX i2 ON t(d, b DESC, c COLLATE NOCASE)",
          "CREATE INDEX i3 ON t(lower(c)) WHERE d>5",
          "CREATE INDEX i4 ON t(d) WHERE d>5000",
          "CREATE TABLE w(x, y, z, PRIMARY KEY(y, x)) WITHOUT ROWID",
          "CREATE INDEX wz ON w(z)",
          "CREATE TABLE e(a, b)",
          "CREATE INDEX eb ON e(b)",
          "CREATE TABLE n(a)",
          "CREATE VIEW v AS SELECT * FROM t",
          "INSERT INTO t WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM s WHERE i<500)"
              + " SELECT i, i%7, CASE WHEN i%3 THEN char(65+i%50, 97+i%20) ELSE 'k'||i END||i,"
              + " nullif(i%13, 3) FROM s",
          "INSERT INTO w SELECT a%40, a, b FROM t",
          "INSERT INTO n VALUES(1),(2),(3)",
          "ANALYZE",
          "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2",
          "DELETE FROM t WHERE a>100",
          "ANALYZE t",
          "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2",
          "INSERT INTO e VALUES(1,NULL),(2,NULL),(3,4)",
          "ANALYZE main.eb",
          "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2",
          "UPDATE t SET d=NULL, b='x'",
          "ANALYZE main",
          "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2",
          "SELECT name, sql FROM sqlite_schema WHERE name='sqlite_stat1'",
          "ANALYZE nope",
          "ANALYZE main.nope",
          "ANALYZE nope.t",
          "ANALYZE v",
          "ANALYZE sqlite_schema",
          "DROP INDEX i1",
          "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2",
          "DROP TABLE w",
          "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2",
          "ALTER TABLE t RENAME TO tt",
          "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2",
          "BEGIN",
          "ANALYZE tt",
          "ROLLBACK",
          "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2",
          "INSERT INTO sqlite_stat1 VALUES('a','b','c')",
          "DELETE FROM sqlite_stat1",
          "DROP TABLE sqlite_stat1",
          "ANALYZE",
          "SELECT tbl, idx, stat FROM sqlite_stat1 ORDER BY 1, 2",
          "CREATE TABLE k(u UNIQUE NOT NULL, x, y)",
          "CREATE UNIQUE INDEX kx ON k(x, y)",
          "INSERT INTO k VALUES(1,NULL,NULL),(2,NULL,NULL),(3,1,NULL),(4,1,1)",
          "ANALYZE k",
          "SELECT tbl, idx, stat FROM sqlite_stat1 WHERE tbl='k' ORDER BY 1, 2",
          "PRAGMA integrity_check");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void reindexIdentifiesItsObjects(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INTEGER PRIMARY KEY, b, c TEXT COLLATE NOCASE UNIQUE)",
          "CREATE INDEX i1 ON t(b)",
          "CREATE INDEX i2 ON t(lower(c)) WHERE b>1",
          "CREATE TABLE w(x, y PRIMARY KEY) WITHOUT ROWID",
          "INSERT INTO t VALUES(1,2,'x'),(2,1,'Y'),(3,NULL,NULL)",
          "INSERT INTO w VALUES(1,2)",
          "REINDEX",
          "REINDEX t",
          "REINDEX main.t",
          "REINDEX i1",
          "REINDEX main.i2",
          "REINDEX NOCASE",
          "REINDEX binary",
          "REINDEX expressions",
          "REINDEX nope",
          "REINDEX main.nope",
          "REINDEX nope.t",
          "REINDEX w",
          "CREATE VIEW v AS SELECT 1",
          "REINDEX v",
          "PRAGMA integrity_check",
          "BEGIN",
          "REINDEX t",
          "ROLLBACK",
          "SELECT b FROM t ORDER BY b",
          "SELECT c FROM t WHERE c='y'");
    }
  }
}
