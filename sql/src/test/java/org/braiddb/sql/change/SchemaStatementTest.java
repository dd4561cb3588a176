package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaStatementTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void tablesAreMadeAndDropped(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INT, b VARCHAR(10) NOT NULL DEFAULT 'x', PRIMARY KEY(a,b))",
          "create  table  if not exists   t(zz)",
          "CREATE TABLE t(a)",
          "CREATE TABLE \"my table\"(\"a b\", [c d] TEXT)",
          "CREATE TABLE main.q (a, b UNIQUE, c UNIQUE)",
          "CREATE VIEW v AS SELECT a+1 AS n, b FROM t",
          "CREATE VIEW v AS SELECT 1",
          "CREATE TABLE v(a)",
          "CREATE INDEX i1 ON t(b)",
          "CREATE UNIQUE INDEX IF NOT EXISTS i1 ON t(b)",
          "CREATE INDEX i1 ON t(b)",
          "CREATE INDEX t ON t(a)",
          "CREATE TABLE i1(a)",
          "CREATE INDEX i2 ON nope(a)",
          "CREATE INDEX i2 ON t(nope)",
          "CREATE INDEX i2 ON v(n)",
          "CREATE TABLE sqlite_x(a)",
          "CREATE TABLE nope.t(a)",
          "SELECT type,name,tbl_name,sql FROM sqlite_schema ORDER BY rowid",
          "DROP TABLE v",
          "DROP VIEW t",
          "DROP INDEX sqlite_autoindex_t_1",
          "DROP TABLE nope",
          "DROP TABLE IF EXISTS nope",
          "DROP INDEX i1",
          "DROP VIEW v",
          "DROP TABLE t",
          "DROP TABLE sqlite_schema",
          "SELECT type,name,tbl_name,sql FROM sqlite_master ORDER BY rowid");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void definitionsThatMakeNoSenseAreRefused(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a,A)",
          "CREATE TABLE t(a PRIMARY KEY, b PRIMARY KEY)",
          "CREATE TABLE t(a TEXT PRIMARY KEY AUTOINCREMENT)",
          "CREATE TABLE t(a) WITHOUT ROWID",
          "CREATE TABLE t(a INTEGER PRIMARY KEY AUTOINCREMENT) WITHOUT ROWID",
          "CREATE TABLE t(a, UNIQUE(b))",
          "CREATE TABLE t(a, UNIQUE(a+1))",
          "CREATE TABLE t(a, FOREIGN KEY(b) REFERENCES p)",
          "CREATE TABLE t(a REFERENCES p(x,y))",
          "CREATE TABLE t(a, b, FOREIGN KEY(a,b) REFERENCES p(x))",
          "CREATE TABLE t(a CHECK(nope>1))",
          "CREATE TABLE t(a CHECK(a IN (SELECT 1)))",
          "CREATE TABLE t(a DEFAULT (b))",
          "CREATE TABLE t(a COLLATE nope)",
          "CREATE TABLE t(a AS (1))",
          "CREATE TABLE t(a UNIQUE ON CONFLICT FAIL, UNIQUE(a) ON CONFLICT IGNORE)",
          "SELECT count(*) FROM sqlite_schema");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowidAliasesHaveTheirExceptions(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE a(x INTEGER PRIMARY KEY, y)",
          "CREATE TABLE b(x INTEGER PRIMARY KEY DESC, y)",
          "CREATE TABLE c(x INT PRIMARY KEY, y)",
          "CREATE TABLE d(x INTEGER, y, PRIMARY KEY(x DESC))",
          "CREATE TABLE e(x integer, y, PRIMARY KEY(x))",
          "INSERT INTO a(y) VALUES(1)",
          "INSERT INTO b(y) VALUES(1)",
          "INSERT INTO c(y) VALUES(1)",
          "INSERT INTO d(y) VALUES(1)",
          "INSERT INTO e(y) VALUES(1)",
          "SELECT a.x,b.x,c.x,d.x,e.x FROM a,b,c,d,e",
          "SELECT name FROM sqlite_schema WHERE type='index' ORDER BY name");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void createdIndexesHoldWhatIsThere(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a,b)",
          "INSERT INTO t VALUES(1,'x'),(2,'y'),(2,'z'),(NULL,'n')",
          "CREATE UNIQUE INDEX u ON t(a)",
          "CREATE UNIQUE INDEX u ON t(a,b)",
          "CREATE INDEX p ON t(b) WHERE a IS NOT NULL",
          "CREATE INDEX q ON t(b COLLATE NOCASE DESC, a)",
          "SELECT a FROM t WHERE b='y'",
          "PRAGMA integrity_check",
          "SELECT name FROM sqlite_schema ORDER BY rowid");
    }
  }
}
