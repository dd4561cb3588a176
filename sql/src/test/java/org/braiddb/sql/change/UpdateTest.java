package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class UpdateTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void valuesAndRowidsChange(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INTEGER PRIMARY KEY, b TEXT, c REAL)",
          "CREATE INDEX tb ON t(b)",
          "CREATE UNIQUE INDEX tc ON t(c) WHERE c > 0",
          "INSERT INTO t VALUES(1,'x',1),(2,'y',2),(3,'z',-3),(4,'z',-3)",
          "UPDATE t SET b=b||a",
          "UPDATE t SET a=a+10 WHERE b>'y'",
          "SELECT * FROM t ORDER BY a",
          "UPDATE t SET a=1 WHERE a=2",
          "UPDATE t SET a='abc' WHERE a=1",
          "UPDATE t SET c=c+1 WHERE c=1",
          "UPDATE t SET c=2 WHERE c<0",
          "UPDATE OR REPLACE t SET c=2 WHERE c<0",
          "SELECT rowid,* FROM t ORDER BY a",
          "UPDATE OR IGNORE t SET a=1",
          "SELECT * FROM t ORDER BY a",
          "UPDATE t SET (b,c)=(SELECT 'q', 99) WHERE a=1 RETURNING a,b,c, a+1 AS n",
          "UPDATE t SET (b,c)=(1,2,3)",
          "UPDATE t SET nope=1",
          "UPDATE nope SET a=1",
          "UPDATE t SET b=NULL, b='last'",
          "SELECT b FROM t WHERE b='last'",
          "PRAGMA integrity_check");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void updateFromJoinsOtherTables(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INTEGER PRIMARY KEY, b)",
          "CREATE TABLE s(k, v)",
          "INSERT INTO t VALUES(1,0),(2,0),(3,0)",
          "INSERT INTO s VALUES(1,'one'),(3,'three')",
          "UPDATE t SET b=s.v FROM s WHERE s.k=t.a",
          "SELECT * FROM t ORDER BY a",
          "UPDATE t AS u SET b=u.a*2 WHERE u.a IN (SELECT k FROM s)",
          "SELECT * FROM t ORDER BY a",
          "UPDATE t SET b=(SELECT max(a) FROM t)",
          "SELECT * FROM t ORDER BY a");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void deleteTakesRowsAndEntries(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INTEGER PRIMARY KEY, b UNIQUE, c)",
          "CREATE INDEX tc ON t(c, b DESC)",
          "INSERT INTO t VALUES(1,'a',1),(2,'b',1),(3,'c',2),(4,'d',2)",
          "DELETE FROM t WHERE c=1 AND b='a'",
          "SELECT * FROM t ORDER BY a",
          "DELETE FROM t WHERE a>2 RETURNING *",
          "DELETE FROM t WHERE nope",
          "DELETE FROM t",
          "SELECT * FROM t",
          "INSERT INTO t VALUES(NULL,'a',1)",
          "SELECT * FROM t",
          "WITH x(k) AS (SELECT 1) DELETE FROM t WHERE a IN (SELECT k FROM x)",
          "SELECT * FROM t",
          "PRAGMA integrity_check");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void expressionIndexesFollowTheRows(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a,b)",
          "INSERT INTO t VALUES('One',1),('two',2)",
          "CREATE UNIQUE INDEX tl ON t(lower(a))",
          "INSERT INTO t VALUES('ONE',3)",
          "INSERT INTO t VALUES('three',3)",
          "UPDATE t SET a='TWO' WHERE b=3",
          "UPDATE t SET a=upper(a)",
          "SELECT * FROM t WHERE lower(a)='one'",
          "CREATE UNIQUE INDEX dup ON t(b/10)",
          "SELECT * FROM t ORDER BY b",
          "DROP INDEX tl",
          "INSERT INTO t VALUES('ONE',3)",
          "PRAGMA integrity_check");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void strictTablesKeepTheirTypes(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a INT, b TEXT, c REAL, d BLOB, e ANY, f INTEGER PRIMARY KEY) STRICT",
          "INSERT INTO t VALUES('12',34,'5',x'00',NULL,1)",
          "SELECT *,typeof(a),typeof(b),typeof(c) FROM t",
          "INSERT INTO t(a) VALUES('x')",
          "INSERT INTO t(a) VALUES(1.5)",
          "INSERT INTO t(b) VALUES(x'01')",
          "INSERT INTO t(c) VALUES('abc')",
          "INSERT INTO t(d) VALUES('abc')",
          "INSERT INTO t(e) VALUES('123')",
          "UPDATE t SET a='zz'",
          "SELECT e, typeof(e) FROM t",
          "CREATE TABLE u(a FOO) STRICT",
          "CREATE TABLE u(a) STRICT");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void generatedColumnsAreComputed(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a, b AS (a*2) STORED, c TEXT AS (a||'x') STORED, d INT)",
          "INSERT INTO t(a,d) VALUES(1,2),(5,6)",
          "INSERT INTO t VALUES(7,8)",
          "SELECT * FROM t",
          "UPDATE t SET a=a+1",
          "SELECT a,b,c,d FROM t",
          "CREATE INDEX tb ON t(b)",
          "SELECT a FROM t WHERE b=12",
          "INSERT INTO t(b) VALUES(1)",
          "UPDATE t SET c=1",
          "PRAGMA integrity_check");
    }
  }
}
