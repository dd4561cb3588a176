package org.braiddb.sql.session;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class TransactionTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void transactionsBeginAndEnd(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a)",
          "COMMIT",
          "ROLLBACK",
          "BEGIN",
          "BEGIN",
          "INSERT INTO t VALUES(1)",
          "ROLLBACK",
          "SELECT * FROM t",
          "BEGIN IMMEDIATE",
          "INSERT INTO t VALUES(2)",
          "END",
          "BEGIN EXCLUSIVE TRANSACTION",
          "INSERT INTO t VALUES(3)",
          "COMMIT TRANSACTION",
          "SELECT * FROM t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void savepointsNest(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a)",
          "SAVEPOINT one",
          "INSERT INTO t VALUES(1)",
          "SAVEPOINT two",
          "INSERT INTO t VALUES(2)",
          "SAVEPOINT one",
          "INSERT INTO t VALUES(3)",
          "ROLLBACK TO one",
          "SELECT * FROM t",
          "INSERT INTO t VALUES(4)",
          "RELEASE two",
          "SELECT * FROM t",
          "ROLLBACK TO two",
          "ROLLBACK TO ONE",
          "SELECT * FROM t",
          "INSERT INTO t VALUES(5)",
          "RELEASE one",
          "SELECT * FROM t",
          "RELEASE one",
          "BEGIN",
          "SAVEPOINT x",
          "INSERT INTO t VALUES(6)",
          "RELEASE x",
          "ROLLBACK",
          "SELECT * FROM t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void schemaChangesRollBack(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "BEGIN",
          "CREATE TABLE t(a)",
          "INSERT INTO t VALUES(1)",
          "CREATE INDEX i ON t(a)",
          "SELECT * FROM t WHERE a=1",
          "SAVEPOINT s",
          "DROP TABLE t",
          "SELECT * FROM t",
          "ROLLBACK TO s",
          "SELECT * FROM t",
          "ROLLBACK",
          "SELECT * FROM t",
          "CREATE TABLE t(b)",
          "INSERT INTO t VALUES(2)",
          "SELECT * FROM t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aStatementIsAllOrNothing(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a UNIQUE)",
          "BEGIN",
          "INSERT INTO t VALUES(1)",
          "INSERT INTO t VALUES(2),(3),(1)",
          "SELECT * FROM t",
          "UPDATE t SET a=5",
          "INSERT INTO t VALUES(6)",
          "UPDATE t SET a=9",
          "COMMIT",
          "SELECT * FROM t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void tempTablesHideOthers(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(a)",
          "INSERT INTO t VALUES('main')",
          "CREATE TEMP TABLE t(a)",
          "INSERT INTO t VALUES('temp')",
          "SELECT * FROM t",
          "SELECT * FROM main.t",
          "SELECT * FROM temp.t",
          "SELECT name FROM sqlite_temp_schema",
          "SELECT name FROM sqlite_schema",
          "CREATE TEMP VIEW v AS SELECT a FROM main.t",
          "SELECT * FROM v",
          "DROP TABLE t",
          "SELECT * FROM t",
          "DROP TABLE t",
          "SELECT * FROM t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void attachedDatabasesTakePart(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "ATTACH ':memory:' AS aux",
          "CREATE TABLE aux.t(a)",
          "CREATE TABLE u(b)",
          "BEGIN",
          "INSERT INTO t VALUES(1)",
          "INSERT INTO u SELECT a+1 FROM aux.t",
          "COMMIT",
          "SELECT * FROM aux.t, main.u",
          "PRAGMA database_list",
          "ATTACH ':memory:' AS aux",
          "ATTACH ':memory:' AS main",
          "DETACH nope",
          "DETACH main",
          "BEGIN",
          "INSERT INTO t VALUES(5)",
          "ROLLBACK",
          "SELECT * FROM t",
          "DETACH aux",
          "SELECT * FROM t",
          "SELECT * FROM aux.t");
    }
  }
}
