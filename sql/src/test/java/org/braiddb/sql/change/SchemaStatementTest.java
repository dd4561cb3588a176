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

  /** An index, a trigger and a table may share a name; what is dropped is what is meant. */
  @ParameterizedTest
  @MethodSource("modes")
  void triggersShareNamesWithOtherObjects(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE u(a UNIQUE, b)",
          "CREATE TRIGGER t AFTER INSERT ON u BEGIN UPDATE u SET b = new.a + 1; END",
          "CREATE TABLE t(a, b)",
          "CREATE TRIGGER i AFTER INSERT ON t BEGIN INSERT INTO u(a) VALUES(new.a); END",
          "CREATE INDEX i ON t(a)",
          "CREATE TEMP TRIGGER i AFTER INSERT ON t BEGIN INSERT INTO u(a) VALUES(-new.a); END",
          "INSERT INTO t VALUES(1, 2)",
          "ALTER TABLE t ADD COLUMN c DEFAULT 3",
          "ALTER TABLE t DROP COLUMN b",
          "SELECT * FROM t INDEXED BY i",
          "SELECT * FROM u ORDER BY a",
          "DROP TRIGGER t",
          "DROP TRIGGER main.i",
          "INSERT INTO t VALUES(5, 6)",
          "SELECT * FROM u ORDER BY a",
          "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid",
          "DROP INDEX i",
          "DROP TABLE t",
          "SELECT type, name, tbl_name, sql FROM sqlite_schema ORDER BY rowid",
          "SELECT name FROM sqlite_temp_schema",
          "DROP TABLE u",
          "SELECT count(*) FROM sqlite_schema");
    }
  }

  /** What stands in the catalogue counts, where rows of it were changed as rows. */
  @ParameterizedTest
  @MethodSource("modes")
  void dropsFindRowsThatWereEdited(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a UNIQUE)",
          "CREATE INDEX i ON t(a)",
          "CREATE INDEX j ON t(a)",
          "CREATE TABLE u(a)",
          "PRAGMA writable_schema = ON",
          "UPDATE sqlite_schema SET rowid = rowid + 100 WHERE name IN ('t', 'j')",
          "INSERT INTO sqlite_schema(rowid, type, name, tbl_name, rootpage, sql)"
              + " VALUES(200, 'view', 'w', 't', 0, 'CREATE VIEW w AS SELECT 1')",
          "PRAGMA writable_schema = OFF",
          "DROP INDEX j",
          "SELECT type, name FROM sqlite_schema ORDER BY rowid",
          "DROP TABLE t",
          "SELECT type, name FROM sqlite_schema ORDER BY rowid",
          "INSERT INTO u VALUES(1)",
          "SELECT * FROM u");
    }
  }
}
