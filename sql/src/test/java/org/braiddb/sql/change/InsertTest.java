package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class InsertTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsGetRowidsAndDefaults(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT DEFAULT 'x', c REAL DEFAULT (1+1), d)",
          "INSERT INTO t VALUES(1,'one',1,NULL)",
          "INSERT INTO t(b) VALUES('two'),('three')",
          "INSERT INTO t DEFAULT VALUES",
          "INSERT INTO t(a,c) VALUES(100,'12.5'),(NULL,'abc')",
          "INSERT INTO t(rowid,d) VALUES(50, x'0102')",
          "SELECT *, typeof(c), rowid FROM t ORDER BY a",
          "INSERT INTO t(a) VALUES('abc')",
          "INSERT INTO t(a) VALUES('200')",
          "INSERT INTO t(a) VALUES(1)",
          "INSERT INTO t VALUES(1,2)",
          "INSERT INTO t(a,b) VALUES(1,2,3)",
          "INSERT INTO t(a,zz) VALUES(1,2)",
          "INSERT INTO nowhere VALUES(1)",
          "SELECT count(*), max(a) FROM t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void constraintsRefuseRows(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INT UNIQUE, b INT NOT NULL, c INT CHECK(c>0), d, UNIQUE(b,d), "
              + "CONSTRAINT big CHECK(d < 100))",
          "INSERT INTO t VALUES(1,1,1,1)",
          "INSERT INTO t VALUES(1,2,1,1)",
          "INSERT INTO t VALUES(2,NULL,1,1)",
          "INSERT INTO t VALUES(2,2,0,1)",
          "INSERT INTO t VALUES(2,1,1,1)",
          "INSERT INTO t VALUES(2,2,1,100)",
          "INSERT INTO t VALUES(NULL,2,NULL,NULL),(NULL,2,NULL,NULL)",
          "INSERT INTO t VALUES(7,7,7,7),(8,8,8,8),(7,9,9,9)",
          "SELECT * FROM t ORDER BY rowid");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void conflictClausesDecide(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE, c NOT NULL DEFAULT 5)",
          "INSERT INTO t VALUES(1,'a',1),(2,'b',2),(3,'c',3)",
          "INSERT OR IGNORE INTO t VALUES(1,'z',1),(4,'a',1),(5,'e',NULL),(6,'f',6)",
          "SELECT * FROM t ORDER BY a",
          "INSERT OR REPLACE INTO t VALUES(1,'b',10),(7,'g',NULL)",
          "SELECT * FROM t ORDER BY a",
          "INSERT OR FAIL INTO t VALUES(8,'h',8),(9,'h',9),(10,'j',10)",
          "SELECT * FROM t ORDER BY a",
          "INSERT OR ABORT INTO t VALUES(18,'hh',8),(19,'hh',9)",
          "SELECT * FROM t ORDER BY a",
          "BEGIN",
          "INSERT INTO t VALUES(30,'x30',1)",
          "INSERT OR ROLLBACK INTO t VALUES(30,'y',1)",
          "COMMIT",
          "SELECT * FROM t ORDER BY a",
          "REPLACE INTO t VALUES(3,'q',1)",
          "SELECT * FROM t ORDER BY a");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void upsertUpdatesTheRowInTheWay(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(k TEXT PRIMARY KEY, n INT DEFAULT 1, u INT UNIQUE)",
          "INSERT INTO t VALUES('a',1,1)",
          "INSERT INTO t(k) VALUES('a') ON CONFLICT(k) DO UPDATE SET n=n+1",
          "INSERT INTO t(k,n) VALUES('a',10),('b',20) ON CONFLICT(k) DO UPDATE SET n=n+excluded.n",
          "INSERT INTO t(k,u) VALUES('c',1) ON CONFLICT DO NOTHING",
          "INSERT INTO t(k,u) VALUES('c',1) ON CONFLICT(k) DO NOTHING",
          "INSERT INTO t(k,u) VALUES('c',1) ON CONFLICT(u) DO UPDATE SET k=excluded.k WHERE n>100",
          "INSERT INTO t(k,u) VALUES('c',1) ON CONFLICT(u) DO UPDATE SET k=excluded.k RETURNING *",
          "INSERT INTO t(k,u) VALUES('d',1) ON CONFLICT(n) DO NOTHING",
          "INSERT INTO t(k,u) VALUES('b',1) ON CONFLICT(k) DO UPDATE SET n=1000 "
              + "ON CONFLICT(u) DO UPDATE SET n=2000",
          "SELECT * FROM t ORDER BY k");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsComeFromQueries(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a,b)",
          "INSERT INTO t VALUES(1,'x'),(2,'y')",
          "INSERT INTO t SELECT a+10, b||b FROM t",
          "INSERT INTO t SELECT * FROM t",
          "SELECT rowid,* FROM t ORDER BY rowid",
          "WITH c(x) AS (VALUES(7),(8)) INSERT INTO t SELECT x, 'c' FROM c RETURNING a, rowid AS r",
          "SELECT count(*) FROM t",
          "INSERT INTO t SELECT 1",
          "CREATE TABLE s AS SELECT a AS \"first one\", b, a+1, 1.5 AS r FROM t",
          "SELECT sql FROM sqlite_schema ORDER BY rowid",
          "SELECT * FROM s ORDER BY rowid");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void autoincrementNeverRepeats(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(id INTEGER PRIMARY KEY AUTOINCREMENT, v)",
          "INSERT INTO t(v) VALUES('a'),('b')",
          "SELECT * FROM sqlite_sequence",
          "DELETE FROM t WHERE id=2",
          "INSERT INTO t(v) VALUES('c')",
          "INSERT INTO t VALUES(100,'d')",
          "DELETE FROM t",
          "INSERT INTO t(v) VALUES('e'),('f')",
          "SELECT * FROM t ORDER BY id",
          "SELECT * FROM sqlite_sequence",
          "INSERT INTO t VALUES(9223372036854775807,'z')",
          "INSERT INTO t(v) VALUES('full')",
          "SELECT type,name,tbl_name,sql FROM sqlite_schema ORDER BY rowid",
          "DROP TABLE t",
          "SELECT * FROM sqlite_sequence");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void tablesWithoutRowidAreOrderedByTheirKey(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a,b,c,PRIMARY KEY(b,a)) WITHOUT ROWID",
          "CREATE UNIQUE INDEX tc ON t(c)",
          "INSERT INTO t VALUES(1,2,3),(1,1,4),(0,2,5)",
          "SELECT * FROM t ORDER BY b, a",
          "INSERT INTO t VALUES(1,2,9)",
          "INSERT INTO t VALUES(1,NULL,9)",
          "INSERT INTO t VALUES(8,8,4)",
          "INSERT OR REPLACE INTO t VALUES(8,8,4)",
          "INSERT INTO t VALUES(8,8,11) ON CONFLICT(a,b) DO UPDATE SET c=excluded.c",
          "UPDATE t SET a=a+1",
          "UPDATE t SET b=5 WHERE c=3",
          "DELETE FROM t WHERE c=5 RETURNING a,b",
          "SELECT * FROM t ORDER BY c");
    }
  }
}
