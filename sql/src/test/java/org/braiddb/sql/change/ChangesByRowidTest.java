package org.braiddb.sql.change;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** UPDATE and DELETE of the row that a rowid names, which take no savepoint of their own. */
class ChangesByRowidTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whatIsRefusedHasChangedNothing(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT NOT NULL CHECK(a < 100), b NOT NULL ON"
              + " CONFLICT FAIL)",
          "INSERT INTO t VALUES(1, 1, 'x'), (2, 2, 'y'), (3, 3, 'z')",
          "BEGIN",
          "UPDATE t SET b = 'own' WHERE k = 1",
          "UPDATE t SET a = 7, b = NULL WHERE k = 2",
          "UPDATE t SET a = 200 WHERE k = 2",
          "UPDATE t SET a = NULL WHERE k = 2",
          "UPDATE OR IGNORE t SET a = NULL, b = 'n' WHERE k = 2",
          "UPDATE OR FAIL t SET b = 'm', a = 300 WHERE k = 2",
          "UPDATE t SET b = abs(-9223372036854775807 - 1) WHERE k = 2",
          "DELETE FROM t WHERE k = abs(-9223372036854775807 - 1)",
          "SELECT *, changes(), total_changes() FROM t",
          "SAVEPOINT s",
          "UPDATE t SET a = a + 10 WHERE k = 2",
          "DELETE FROM t WHERE k = 3",
          "SELECT *, changes(), total_changes() FROM t",
          "ROLLBACK TO s",
          "UPDATE t SET b = b || 'w' WHERE k = 3",
          "SELECT * FROM t",
          "UPDATE OR ROLLBACK t SET a = NULL WHERE k = 1",
          "COMMIT",
          "SELECT * FROM t",
          "PRAGMA integrity_check");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void aRowIsNamedByAnyValueThatEqualsItsRowid(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(k INTEGER PRIMARY KEY, n)",
          "INSERT INTO t VALUES(-9223372036854775808, 0), (1, 0), (2, 0), (9223372036854775807, 0)",
          "BEGIN");
      String[] values = {
        "1",
        "'2'",
        "2.0",
        "1.5",
        "'x'",
        "x'31'",
        "NULL",
        "99",
        "-9223372036854775808",
        "9223372036854775807",
        "9223372036854775808.0",
        "-9223372036854775808.0",
        "(SELECT max(k) FROM t WHERE k < 10)",
        "(SELECT k FROM t WHERE k > 10 AND k < 20)"
      };
      for (String value : values) {
        db.same(
            "UPDATE t SET n = n + 1 WHERE k = " + value,
            "SELECT *, changes() FROM t",
            "UPDATE t SET n = n + 1 WHERE rowid = " + value + " AND n < 3",
            "SELECT *, changes() FROM t");
      }
      for (String value : values) {
        db.same("DELETE FROM t WHERE k = " + value, "SELECT *, changes() FROM t");
      }
      db.same("ROLLBACK", "SELECT * FROM t");
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void onlyTheRowMeantIsChangedWhereMoreIsAsked(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(k INTEGER PRIMARY KEY, n)",
          "CREATE TABLE log(what)",
          "CREATE TRIGGER u AFTER UPDATE ON t WHEN new.n = 5 BEGIN INSERT INTO log VALUES(new.k);"
              + " SELECT RAISE(FAIL, 'five') WHERE new.k = 2; END",
          "INSERT INTO t VALUES(1, 1), (2, 2), (3, 3)",
          "BEGIN",
          "UPDATE t SET n = 5 WHERE k = 1",
          "UPDATE t SET n = 5 WHERE k = 2",
          "UPDATE t SET n = 8 WHERE k = 3 RETURNING k, n",
          "UPDATE t SET n = 9 WHERE k = 4 RETURNING k, n",
          "UPDATE t SET k = 7 WHERE k = 3",
          "UPDATE t SET n = 6 WHERE k = 7 AND n = 8",
          "UPDATE t SET n = other.n FROM t AS other WHERE t.k = 1 AND other.k > 1",
          "DELETE FROM t WHERE k = 2 AND n = 0",
          "DELETE FROM t WHERE k = 2 RETURNING n",
          "SELECT * FROM t",
          "SELECT * FROM log",
          "COMMIT");
    }
  }
}
