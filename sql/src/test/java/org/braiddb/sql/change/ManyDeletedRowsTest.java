package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.braiddb.sql.oracle.Braid;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.braiddb.storage.ResultCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of a DELETE are found some at a time, whatever was changed before: as SQLite. */
class ManyDeletedRowsTest {
  private static final String[] TABLES = {
    "CREATE TABLE t(k INTEGER PRIMARY KEY, a, b TEXT COLLATE NOCASE, c REAL, d INT)",
    "CREATE TABLE t(k, a, b TEXT COLLATE NOCASE, c REAL, d INT, PRIMARY KEY(k DESC)) WITHOUT"
        + " ROWID",
    "CREATE TABLE t(k INT, a, b TEXT COLLATE NOCASE, c REAL, d INT, PRIMARY KEY(b, k)) WITHOUT"
        + " ROWID",
    "CREATE TABLE t(k UNIQUE, a, b TEXT COLLATE NOCASE, c REAL, d INT AS (k % 7))",
  };

  private static final String[] CONDITIONS = {
    "a % 3 = 0",
    "a IS NULL",
    "a > 40",
    "a >= '4'",
    "a = x'0102'",
    "b = 'TEXT 3'",
    "b LIKE '%x 1_'",
    "b || d < 'Text 15'",
    "c BETWEEN 10 AND 30.5",
    "c = d * 3",
    "d = 3 AND a IS NOT NULL",
    "length(a) > 1 OR d IN (1, 5)",
    "CASE d WHEN 2 THEN a ELSE c END > 30",
    "k > 100 AND k < 900 AND abs(c - 50) < 20",
    "k = 30",
    "a > (SELECT avg(x.d) FROM t x)",
    "EXISTS (SELECT 1 FROM t x WHERE x.k = t.k + 3 AND x.d < t.d)",
    "c >= 0",
    "k > 0 AND k <= 600",
    "k >= 300 AND a + 0 < 60",
    "k < 700",
    "abs(CASE WHEN d = 6 THEN -9223372036854775807 - 1 ELSE d END) > 1",
  };

  private static final String[] LOOKS = {
    "SELECT count(*), sum(k), total(c), count(DISTINCT b) FROM t",
    "SELECT k, typeof(a), a, b, c, d FROM t ORDER BY k",
    "PRAGMA integrity_check",
  };

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  static Stream<String> plainModes() {
    return Comparison.plainModes();
  }

  private static void fill(Comparison db, String table, int rows) {
    String columns = table.contains(" AS ") ? "t(k, a, b, c)" : "t(k, a, b, c, d)";
    db.same(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + rows
            + ") INSERT INTO "
            + columns
            + " SELECT i * 3, CASE i % 7 WHEN 0 THEN NULL WHEN 1 THEN i / 2.0 WHEN 2 THEN '4' || i"
            + " WHEN 3 THEN x'0102' ELSE i * 31 % 97 END, CASE i % 2 WHEN 0 THEN 'Text ' ELSE 'text"
            + " ' END || (i % 19), i * 17 % 101 / 2.0"
            + (columns.contains("d") ? ", i % 7" : "")
            + " FROM n");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsAreFoundAmongTheTransactionsOwnChanges(String mode) {
    for (String table : TABLES) {
      try (Comparison db = new Comparison(mode)) {
        db.same(table);
        db.same("CREATE INDEX i1 ON t(d, b)", "CREATE INDEX i2 ON t(a DESC) WHERE a > 3");
        fill(db, table, 400);
        deleteByEachCondition(db);
        fill(db, table, 3);
        db.same("DELETE FROM t WHERE c >= 0", "DELETE FROM t WHERE c >= 0").same(LOOKS);
      }
    }
  }

  /** Without entries rows go where they are found; in small pages trees are deep. */
  @ParameterizedTest
  @MethodSource("modes")
  void rowsGoWhereTheyAreFound(String mode) {
    for (String table : TABLES) {
      try (Comparison db = new Comparison(mode)) {
        db.same("PRAGMA page_size=512", table);
        fill(db, table, 400);
        db.same("UPDATE t SET a = a || hex(zeroblob(k)) WHERE k % 120 = 0");
        deleteByEachCondition(db);
        fill(db, table, 3);
        db.same("DELETE FROM t WHERE c >= 0", "DELETE FROM t WHERE c >= 0").same(LOOKS);
      }
    }
  }

  private static void deleteByEachCondition(Comparison db) {
    for (String condition : CONDITIONS) {
      db.same(
          "BEGIN",
          "UPDATE t SET a = a + 1, b = upper(b) WHERE k % 5 = 0",
          "DELETE FROM t WHERE k % 11 = 0",
          "SAVEPOINT s",
          "DELETE FROM t WHERE " + condition);
      db.same(LOOKS);
      db.same("ROLLBACK TO s", "DELETE FROM t WHERE NOT (" + condition + ")");
      db.same(LOOKS);
      db.same("ROLLBACK");
    }
    db.same("DELETE FROM t WHERE c < 20", "DELETE FROM t WHERE d = 4 OR b = 'text 7'");
    db.same(LOOKS);
  }

  /** One statement after the other finds few rows, then many, then few. */
  @ParameterizedTest
  @MethodSource("modes")
  void eachTriggerFindsItsRowsAnew(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(TABLES[0], "CREATE TABLE w(n INTEGER PRIMARY KEY, d INT)");
      fill(db, TABLES[0], 600);
      db.same(
          "CREATE TRIGGER tr AFTER INSERT ON w BEGIN DELETE FROM t WHERE d = new.d AND c > new.n *"
              + " 5; UPDATE t SET d = new.d + 1 WHERE d = new.d AND c > 3; END",
          "INSERT INTO w VALUES(9, 0), (2, 1), (8, 2), (0, 3), (7, 4)");
      db.same(LOOKS);
      db.same(
          "CREATE TRIGGER td BEFORE DELETE ON t WHEN old.k % 2 = 0 BEGIN DELETE FROM t WHERE k ="
              + " old.k + 6; END",
          "DELETE FROM t WHERE c > 20 AND d < 6 RETURNING k, c");
      db.same(LOOKS);
    }
  }

  /** While rows are looked for; the transaction goes with it, as in SQLite. */
  @ParameterizedTest
  @MethodSource("plainModes")
  void anInterruptedDeleteHasDoneNothing(String mode) {
    try (Braid db = new Braid(":memory:", mode)) {
      db.run("CREATE TABLE t(k INTEGER PRIMARY KEY, a, b)");
      db.run(
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) INSERT"
              + " INTO t SELECT i, i % 7, 'text ' || i FROM n");
      db.connection()
          .createFunction(
              "stops",
              1,
              false,
              arguments -> {
                if (arguments.longValue(0) == 3000) {
                  db.connection().interrupt();
                }
                return 1;
              });
      Outcome before = db.run("SELECT count(*), sum(k), max(b) FROM t");
      for (String condition :
          new String[] {"stops(k)", "a = 3 OR stops(k)", "b > 't' AND stops(k)"}) {
        for (String begin : new String[] {"SELECT 1", "BEGIN"}) {
          db.run(begin);
          if (begin.equals("BEGIN")) {
            db.run("DELETE FROM t WHERE k <= 2000");
          }
          assertThat(db.run("DELETE FROM t WHERE " + condition))
              .isInstanceOfSatisfying(
                  Outcome.Failure.class,
                  failure ->
                      assertThat(failure.extendedCode()).isEqualTo(ResultCode.INTERRUPT.code()));
          assertThat(db.connection().autocommit()).isTrue();
          assertThat(db.run("SELECT count(*), sum(k), max(b) FROM t")).isEqualTo(before);
        }
      }
      db.run("DELETE FROM t WHERE a = 3");
      assertThat(db.run("SELECT count(*) FROM t WHERE a = 3").toString()).contains("[0]");
      assertThat(db.run("PRAGMA integrity_check").toString()).contains("ok");
    }
  }
}
