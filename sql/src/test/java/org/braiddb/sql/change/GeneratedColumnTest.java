package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GeneratedColumnTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void columnsAreComputedWhenTheyAreRead(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INT, b INT AS (a*2), c TEXT AS (b||'x') STORED, d AS (c||b))",
          "INSERT INTO t(a) VALUES(1),(2),(NULL)",
          "SELECT * FROM t",
          "SELECT d, b FROM t WHERE b=4",
          "SELECT * FROM t WHERE d LIKE '2%'",
          "CREATE INDEX tb ON t(b)",
          "CREATE INDEX td ON t(d DESC, a)",
          "SELECT * FROM t WHERE b=2",
          "SELECT * FROM t ORDER BY d",
          "SELECT d, a FROM t WHERE d>'2'",
          "UPDATE t SET a=a+10 WHERE b=2",
          "SELECT * FROM t",
          "DELETE FROM t WHERE b IS NULL",
          "SELECT count(*), max(b), group_concat(d) FROM t GROUP BY b%4 ORDER BY 1, 2",
          "SELECT x.b, y.d FROM t x LEFT JOIN t y ON x.a=y.b ORDER BY 1",
          "SELECT x.b, y.d FROM t x JOIN (SELECT d, b FROM t) y ON x.b=y.b ORDER BY 1",
          "CREATE VIEW v AS SELECT b, d FROM t",
          "SELECT * FROM v WHERE d>'2' ORDER BY b",
          "PRAGMA integrity_check",
          "CREATE TABLE u(x AS (y), y AS (z), z INT, k AS (1))",
          "INSERT INTO u(z) VALUES(3)",
          "SELECT * FROM u",
          "SELECT u.* FROM (SELECT 1) LEFT JOIN u ON x=4");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void generatedColumnsKeepTheRulesOfColumns(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INT, b INT AS (a*2), c TEXT AS (b||'x') STORED)",
          "INSERT INTO t VALUES(1,2,3)",
          "INSERT INTO t(a,b) VALUES(5,6)",
          "UPDATE t SET b=1",
          "UPDATE t SET c=1",
          "CREATE TABLE l(x AS (y), y AS (x), z)",
          "CREATE TABLE n(a AS (1))",
          "CREATE TABLE p(a AS (b) PRIMARY KEY, b)",
          "CREATE TABLE r(a, b AS (a) DEFAULT 5)",
          "CREATE TABLE r(a, b AS (random()))",
          "CREATE TABLE r(a, b AS (sum(a)))",
          "CREATE TABLE r(a, b AS (nope))",
          "CREATE TABLE r(a, b AS (?))",
          "CREATE TABLE r(a, b AS (r.a))",
          "CREATE TABLE r(a, b AS (rowid))",
          "CREATE TABLE r(a, b AS ((SELECT 1)))",
          "CREATE TABLE q(a, b AS (a) NOT NULL, c AS (a+1) CHECK (c>1), d AS (a) UNIQUE)",
          "INSERT INTO q VALUES(NULL)",
          "INSERT INTO q VALUES(0)",
          "INSERT INTO q VALUES(1)",
          "INSERT INTO q VALUES(1)",
          "INSERT OR REPLACE INTO q VALUES(1)",
          "SELECT * FROM q",
          "CREATE TABLE s(a INT, b INT AS (a+1), c INT AS (b+1), UNIQUE(b,c)) STRICT",
          "INSERT INTO s VALUES(1)",
          "INSERT INTO s VALUES('x')",
          "INSERT INTO s VALUES(1) ON CONFLICT(b,c) DO UPDATE SET a=excluded.b",
          "INSERT INTO s VALUES(9) RETURNING *",
          "UPDATE s SET a=20 WHERE b=10 RETURNING b, c",
          "SELECT * FROM s",
          "CREATE TABLE w(a PRIMARY KEY, b AS (a||'!') , c AS (b||'?') STORED) WITHOUT ROWID",
          "INSERT INTO w VALUES('k')",
          "CREATE INDEX wb ON w(b)",
          "SELECT * FROM w WHERE b='k!'",
          "CREATE TABLE ff(a INT, b REAL AS (a), c NUMERIC AS (a||''), d BLOB AS (a), e TEXT AS (a)"
              + " COLLATE NOCASE)",
          "INSERT INTO ff VALUES(3)",
          "SELECT *, typeof(b), typeof(c), typeof(d), typeof(e) FROM ff",
          "CREATE INDEX ffb ON ff(b)",
          "SELECT b, typeof(b) FROM ff WHERE b=3");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void definitionsMayUseWhatIsRepeatable(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a, b TEXT)",
          "CREATE INDEX i ON t(random())",
          "CREATE INDEX i ON t((SELECT 1))",
          "CREATE INDEX i ON t(a+?)",
          "CREATE INDEX i ON t(t.a+1)",
          "CREATE INDEX i ON t(a) WHERE random()>0",
          "CREATE INDEX i ON t(a) WHERE b IN (SELECT 1)",
          "CREATE INDEX i ON t(a+rowid)",
          "CREATE TABLE c(a CHECK (a>(SELECT 1)))",
          "CREATE TABLE c(a CHECK (a>?))",
          "CREATE TABLE c(a CHECK (a>random() OR a<5))",
          "INSERT INTO c VALUES(1)",
          "CREATE INDEX d ON t(date(b))",
          "INSERT INTO t VALUES(1,'2020-01-01')",
          "INSERT INTO t VALUES(1,'now')",
          "SELECT * FROM t WHERE date(b)='2020-01-01'",
          "CREATE TABLE k(a CHECK (a < datetime('now')))",
          "INSERT INTO k VALUES(1)",
          "CREATE TABLE g(a, b AS (time(a)))",
          "INSERT INTO g VALUES('12:00')",
          "SELECT * FROM g",
          "INSERT INTO g VALUES('now')",
          "SELECT * FROM g",
          "CREATE TABLE g2(a, b AS (CURRENT_TIMESTAMP) STORED)",
          "INSERT INTO g2 VALUES(1)",
          "CREATE TABLE g3(a, b DEFAULT CURRENT_TIMESTAMP, c DEFAULT (random()))",
          "INSERT INTO g3(a) VALUES(2)",
          "CREATE INDEX ct ON t(CURRENT_DATE)",
          "CREATE INDEX ct ON t(a) WHERE b < CURRENT_TIME",
          "CREATE TABLE k2(a CHECK (a < CURRENT_TIMESTAMP))",
          "INSERT INTO k2 VALUES(1)");
    }
  }
}
