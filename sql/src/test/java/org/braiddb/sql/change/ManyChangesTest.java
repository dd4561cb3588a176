package org.braiddb.sql.change;

import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Statements that update or delete many rows, in tables with and without indexes: as SQLite. */
class ManyChangesTest {
  private static final long SEED = 70_219;

  private static final String[] INDEXES = {
    "CREATE INDEX i1 ON t(a)",
    "CREATE INDEX i2 ON t(b COLLATE NOCASE, c DESC)",
    "CREATE INDEX i3 ON t(c) WHERE c > 3",
    "CREATE INDEX i4 ON t(a + c, b)",
    "CREATE UNIQUE INDEX i5 ON t(k, a)",
  };

  private static final String[] LOOKS = {
    "SELECT * FROM t ORDER BY k",
    "SELECT k FROM t INDEXED BY i1 WHERE a > -100000 ORDER BY a, k",
    "SELECT b, c, k FROM t INDEXED BY i2 WHERE b >= '' ORDER BY b COLLATE NOCASE, c DESC, k",
    "SELECT k FROM t INDEXED BY i3 WHERE c > 3 ORDER BY c, k",
    "SELECT k, a FROM t INDEXED BY i5 WHERE k > 0 ORDER BY k, a",
    "PRAGMA integrity_check",
  };

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  private static void fill(Comparison db, int rows) {
    db.same(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + rows
            + ") INSERT INTO t(k, a, b, c, d) SELECT i * 3, i * 7919 % 50, CASE i % 5 WHEN 0 THEN"
            + " NULL WHEN 1 THEN x'0102' ELSE 'Text ' || (i * 31 % 17) END, i % 9, i / 4.0 FROM n");
  }

  private static String set(Random random) {
    return switch (random.nextInt(13)) {
      case 0 -> "a = a + 1";
      case 1 -> "b = b || 'x'";
      case 2 -> "b = upper(b), d = d * 2";
      case 3 -> "c = (c + 4) % 9, a = -a";
      case 4 -> "d = d + 1";
      case 5 -> "d = '12', a = '13'";
      case 6 -> "b = NULL";
      case 7 -> "a = (SELECT max(x.k) FROM t x WHERE x.k <= t.k)";
      case 8 -> "b = lower(b)";
      case 9 -> "b = zeroblob(c * 700)";
      case 10 -> "a = k, late = late || a";
      case 11 -> "c = (SELECT total(x.c) FROM t x WHERE x.k < t.k AND x.k > t.k - 30) % 9";
      default -> "c = c, b = b, late = 'n'";
    };
  }

  private static String where(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> "k % 2 = 0";
      case 1 -> "a < " + random.nextInt(40);
      case 2 -> "k BETWEEN " + random.nextInt(900) + " AND " + random.nextInt(2400);
      case 3 -> "b LIKE 'text%'";
      case 4 -> "k IN (SELECT k FROM t WHERE c = " + random.nextInt(9) + ")";
      default -> "true";
    };
  }

  /** Of all rows half of the time: these are changed as they are found. */
  private static String update(String beginning, Random random) {
    String update = beginning + " t SET " + set(random);
    return random.nextBoolean() ? update : update + " WHERE " + where(random);
  }

  private static String change(Random random) {
    return switch (random.nextInt(9)) {
      case 0, 1, 2, 3, 4 -> update("UPDATE", random);
      case 5 -> "DELETE FROM t WHERE " + where(random) + " AND k % 3 = " + random.nextInt(3);
      case 6 -> "DELETE FROM t WHERE k > " + random.nextInt(3000) + " AND " + where(random);
      case 7 -> "INSERT INTO t(a, b, c, d) SELECT a, b, c, d FROM t WHERE " + where(random);
      default -> update("UPDATE OR IGNORE", random);
    };
  }

  private static void changeAtRandom(String mode, String table, boolean indexed) {
    Random random = new Random(SEED);
    try (Comparison db = new Comparison(mode)) {
      db.same(table);
      if (indexed) {
        db.same(INDEXES);
      }
      if (table.contains(" VIRTUAL")) {
        db.same("CREATE INDEX i6 ON t(v DESC)", "CREATE INDEX i7 ON t(w, b) WHERE v > 20");
      }
      fill(db, 700);
      db.same("ALTER TABLE t ADD COLUMN late TEXT NOT NULL DEFAULT 'early'");
      for (int transaction = 0; transaction < 8; transaction++) {
        db.same("BEGIN");
        for (int step = 0; step < 5; step++) {
          db.same(change(random), "SELECT changes(), count(*), sum(k), sum(length(b)) FROM t");
          if (random.nextInt(5) == 0) {
            db.same("SAVEPOINT s", change(random), "ROLLBACK TO s", "RELEASE s");
          }
        }
        db.same(random.nextInt(3) == 0 ? "ROLLBACK" : "COMMIT");
        db.same(indexed ? LOOKS : new String[] {LOOKS[0], "PRAGMA integrity_check"});
        if (table.contains(" VIRTUAL")) {
          db.same(
              "SELECT v, k FROM t INDEXED BY i6 WHERE v > -9 ORDER BY v DESC, k",
              "SELECT w, b, k FROM t INDEXED BY i7 WHERE v > 20 AND w <> '' ORDER BY w, b, k");
        }
        if (transaction % 3 == 2) {
          db.same("DELETE FROM t WHERE k > 3000 OR length(b) > 2000");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void manyRowsChangeWithTheirEntries(String mode) {
    changeAtRandom(mode, "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b, c, d REAL)", true);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void manyRowsChangeWithoutIndexes(String mode) {
    changeAtRandom(mode, "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b, c, d REAL)", false);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rulesOfColumnsHoldInManyRows(String mode) {
    changeAtRandom(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT NOT NULL CHECK(a < 90000), b ANY, c INT NOT"
            + " NULL DEFAULT 5, d REAL) STRICT",
        true);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void columnsComputedFromOthersFollowThem(String mode) {
    changeAtRandom(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT CHECK(a < 9000), twice INT AS (a * 2) STORED,"
            + " b, c, sum AS (twice + c) STORED NOT NULL, d REAL, e TEXT AS (b || k) STORED,"
            + " CHECK(sum IS NULL OR sum <> 77))",
        true);
    changeAtRandom(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, v AS (a + 1) VIRTUAL, b, c, w AS (v + c)"
            + " STORED CHECK(w <> 20), d REAL)",
        true);
    changeAtRandom(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, v AS (a + 1) VIRTUAL, a INT, b, w TEXT AS (b || v)"
            + " VIRTUAL, c, s AS (v * c) STORED, d REAL, u INT AS (k * 100 + v) UNIQUE, CHECK(w <>"
            + " 'x'), CHECK(v < 9000))",
        true);
    changeAtRandom(
        mode,
        "CREATE TABLE t(k INTEGER PRIMARY KEY, v INT AS (c + 1) VIRTUAL NOT NULL, a INT, b ANY, w"
            + " INT AS (v + a) VIRTUAL, c INT NOT NULL DEFAULT 5, d ANY) STRICT, WITHOUT ROWID",
        true);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void indexesOnExpressionsFollowTheColumnsThatTheyAreMadeOf(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b, c, v AS (a + 1), w AS (v * 2) STORED)",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 60) INSERT INTO"
              + " t(k, a, b, c) SELECT i, i % 7, 'Text ' || (i % 5), i % 3 - 1 FROM n",
          "CREATE INDEX j1 ON t(lower(b) COLLATE NOCASE DESC, c)",
          "CREATE UNIQUE INDEX j2 ON t(10 * k + v) WHERE c > 0",
          "CREATE INDEX j3 ON t(w % 3, k + 1)",
          "CREATE INDEX j4 ON t(b) WHERE v > 3");
      for (String set :
          new String[] {
            "a = a + 1",
            "b = upper(b)",
            "c = 1 - c",
            "c = NULL",
            "c = 1",
            "k = k + 100",
            "a = a - 10 * k",
            "a = 4, b = NULL",
            "k = -k, b = 'x'"
          }) {
        for (String how : new String[] {"", " OR IGNORE", " OR REPLACE"}) {
          db.same(
              "SAVEPOINT s",
              "UPDATE" + how + " t SET " + set,
              "SELECT * FROM t",
              "SELECT k FROM t INDEXED BY j3 WHERE w % 3 = 1 ORDER BY k",
              "SELECT k FROM t INDEXED BY j4 WHERE v > 3 AND b > '' ORDER BY k",
              "PRAGMA integrity_check",
              how.isEmpty() ? "RELEASE s" : "ROLLBACK TO s");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rulesOfChangedColumnsAreKept(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT CHECK(a < 60), b INT, c INT, s AS (b % 7)"
              + " STORED NOT NULL, d AS (a + s) STORED CHECK(d <> 30), CHECK(s <> 5 OR c > 0))",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40) INSERT OR"
              + " IGNORE INTO t(k, a, b, c) SELECT i, i, i, i % 3 FROM n");
      for (String set :
          new String[] {
            "a = a + 1",
            "a = a + 30",
            "b = b + 1",
            "b = b + 1, c = 0",
            "b = NULL",
            "c = c - 1",
            "a = 2 * a"
          }) {
        db.same(
            "UPDATE t SET " + set,
            "SELECT changes()",
            "UPDATE OR IGNORE t SET " + set + " WHERE k % 2",
            "SELECT changes()",
            "UPDATE OR FAIL t SET " + set + " WHERE k > 30",
            "SELECT * FROM t ORDER BY k",
            "PRAGMA integrity_check");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void uniqueColumnsThatAreComputedStayUnique(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(k INTEGER PRIMARY KEY, a, b, s AS (a % 10) STORED UNIQUE, v AS (b % 10)"
              + " UNIQUE)",
          "INSERT INTO t(k, a, b) VALUES(1, 1, 1), (2, 2, 2), (3, 3, 3)");
      for (String set : new String[] {"a = a + 10", "a = a + 1", "b = b + 10", "b = b + 1"}) {
        db.same(
            "UPDATE t SET " + set + " WHERE k < 3",
            "UPDATE OR IGNORE t SET " + set,
            "UPDATE OR REPLACE t SET " + set + " WHERE k = 2",
            "SELECT * FROM t ORDER BY k",
            "PRAGMA integrity_check");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsKeyedByTheirColumnsChange(String mode) {
    changeAtRandom(
        mode,
        "CREATE TABLE t(a INT, b, c, d REAL, k INT, PRIMARY KEY(k DESC)) WITHOUT ROWID",
        false);
    changeAtRandom(
        mode,
        "CREATE TABLE t(k INT PRIMARY KEY, a INT, b, c INT CHECK(c <> 40), d REAL) WITHOUT ROWID",
        true);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void valuesAreWrittenOverOthersOfTheSameForm(String mode) {
    for (String kind : new String[] {"", " WITHOUT ROWID"}) {
      try (Comparison db = new Comparison(mode)) {
        db.same(
            "CREATE TABLE t(k INTEGER PRIMARY KEY, n INT, body TEXT, r REAL, after INT)" + kind,
            "WITH RECURSIVE i(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM i WHERE x < 60) INSERT"
                + " INTO t SELECT x, x * 5, substr(hex(zeroblob(5000)), 1, x * 90), x / 2.0, x * 9"
                + " FROM i");
        for (String set :
            new String[] {
              "n = n + 1",
              "n = n + 1, after = after - 1",
              "after = after + 1",
              "r = r + 0.25",
              "r = n",
              "body = 'x' || substr(body, 2)",
              "n = length(body), r = -r",
              "n = n, r = r",
              "n = NULL",
              "n = 1 - coalesce(n, 0)",
            }) {
          db.same(
              "BEGIN",
              "UPDATE t SET " + set + " WHERE k % 2",
              "SAVEPOINT s",
              "UPDATE t SET " + set,
              "SELECT k, n, body, r, typeof(r), after FROM t ORDER BY k",
              "ROLLBACK TO s",
              "COMMIT",
              "SELECT k, n, body, r, typeof(r), after FROM t ORDER BY k",
              "PRAGMA integrity_check");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsOfAnotherEncodingKeepIt(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same("PRAGMA encoding = 'UTF-16le'", "CREATE TABLE t(k INTEGER PRIMARY KEY, a, b, c, d)");
      db.same(INDEXES);
      fill(db, 300);
      db.same(
          "UPDATE t SET b = b || 'ü' WHERE c < 6 AND typeof(b) = 'text'",
          "UPDATE t SET a = a || '€', c = c + 1");
      db.same("DELETE FROM t WHERE k % 4 = 0");
      db.same(LOOKS);
    }
  }

  /**
   * Whatever is in the way: no place in a page, another form of the record, a rule that ends it.
   */
  @ParameterizedTest
  @MethodSource("modes")
  void allRowsChangeAsTheyAreFound(String mode) {
    for (String table :
        new String[] {
          "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT CHECK(a < 4000), b, c NOT NULL, d REAL)",
          "CREATE TABLE t(b, k INT PRIMARY KEY, c NOT NULL, a INT CHECK(a < 4000), d REAL)"
              + " WITHOUT ROWID",
        }) {
      try (Comparison db = new Comparison(mode)) {
        db.same(table, "CREATE INDEX i1 ON t(a)");
        db.same("UPDATE t SET a = a + 1");
        db.same(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000)"
                + " INSERT INTO t(k, a, b, c, d) SELECT i * 3, i, 'text ' || i, i % 9, i / 4.0"
                + " FROM n");
        db.same("ALTER TABLE t ADD COLUMN late DEFAULT 'early'");
        db.same("UPDATE t SET b = b || ' is longer than it was before, and so the next'");
        db.same("UPDATE t SET late = late || k WHERE k % 2 = 0");
        db.same("UPDATE t SET a = a * 2, late = late || 'er'");
        db.same("UPDATE t SET b = zeroblob(6000 - k), d = k WHERE k % 100 = 0");
        db.same("UPDATE t SET d = d + 1, b = b || 'x'", "UPDATE t SET b = 'short'");
        db.same("UPDATE t SET a = (SELECT total(x.a) % 1999 FROM t x WHERE x.k < t.k)");
        db.same("UPDATE OR IGNORE t SET c = nullif(c, 5)", "SELECT changes(), count(c) FROM t");
        db.same("UPDATE OR FAIL t SET a = k", "SELECT changes(), sum(a) FROM t");
        db.same("UPDATE t SET a = k", "SELECT changes(), sum(a) FROM t");
        db.same("SELECT * FROM t ORDER BY k", "SELECT k FROM t INDEXED BY i1 WHERE a > 0");
        db.same("PRAGMA integrity_check");
      }
    }
  }

  /**
   * Conditions and bounds that read what is set, what the rows before have changed, and what is
   * read only when the row is.
   */
  @ParameterizedTest
  @MethodSource("modes")
  void rowsChangeAsAConditionFindsThem(String mode) {
    for (String table :
        new String[] {
          "CREATE TABLE t(k INTEGER PRIMARY KEY, j INT, a INT CHECK(a < 9000), b, u UNIQUE)",
          "CREATE TABLE t(a INT CHECK(a < 9000), j INT, b, u UNIQUE, k INT, PRIMARY KEY(j, k DESC))"
              + " WITHOUT ROWID",
        }) {
      try (Comparison db = new Comparison(mode)) {
        db.same(table, "CREATE INDEX a1 ON t(a)");
        db.same(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1500)"
                + " INSERT INTO t(k, j, a, b, u) SELECT i * 3, i / 100, i, CASE i % 50 WHEN 0 THEN"
                + " zeroblob(9000) ELSE 'text ' || i END, i FROM n");
        db.same("ALTER TABLE t ADD COLUMN late DEFAULT 'early'");
        for (String change :
            new String[] {
              "UPDATE t SET b = b || 'x' WHERE length(b) < 9",
              "UPDATE t SET b = substr(b, 2) WHERE substr(b, 2, 1) = 'e' AND j >= 3",
              "UPDATE t SET b = b || k WHERE +a > 100 AND j = 4 AND k < 1300",
              "UPDATE t SET b = 'short' WHERE k BETWEEN 200 AND 2000.5 AND a % 2",
              "UPDATE t SET b = b || k WHERE k > 3000 AND length(b) = 9000",
              "UPDATE t SET late = late || k WHERE late = 'early' AND k % 7 < 4",
              "UPDATE t SET late = 'e' WHERE typeof(late) = 'text' AND k <> 300",
              "UPDATE t SET a = a + 5 WHERE +a BETWEEN 10 AND 800",
              "UPDATE t SET a = a + 5 WHERE a BETWEEN 10 AND 800",
              "UPDATE t SET a = a + 1 WHERE +a IN (SELECT max(x.a) FROM t x WHERE x.j <= t.j)",
              "UPDATE t SET a = 1 WHERE EXISTS(SELECT 1 FROM t x WHERE x.a = 6 AND x.j = t.j)",
              "UPDATE t SET u = u + 1 WHERE u % 2 = 0",
              "UPDATE OR IGNORE t SET u = u + 1 WHERE +u % 3 > 0 AND j < 9",
              "UPDATE OR REPLACE t SET u = u + 1, b = b || 'y' WHERE +u % 3 > 0 AND j > 5",
              "UPDATE OR FAIL t SET u = 7000 - u WHERE +a > 1200 AND u IS NOT 5650",
              "UPDATE OR FAIL t SET a = a + k WHERE +a > 900",
              "UPDATE t SET a = a - 1 WHERE abs(CASE k WHEN 2700 THEN -9223372036854775808 END) > 0"
                  + " OR j < 8",
              "UPDATE t SET a = 0 WHERE NULL",
              "UPDATE t SET a = a WHERE k > 'x'",
              "UPDATE t SET b = NULL WHERE j = 6 AND k > 1950",
            }) {
          db.same(change, "SELECT changes(), sum(a), sum(u) FROM t");
          db.same(
              "SAVEPOINT s", change, "SELECT changes(), sum(a), sum(u) FROM t", "ROLLBACK TO s");
          db.same(
              "RELEASE s", "SELECT k, j, a, length(b), substr(b, -9), u, late FROM t ORDER BY k");
        }
        db.same("SELECT k FROM t INDEXED BY a1 WHERE a > -9 ORDER BY a, k");
        db.same("PRAGMA integrity_check");
      }
    }
  }

  /**
   * What REPLACE sets off may delete rows that are yet to be found, and the one that is changed.
   */
  @ParameterizedTest
  @MethodSource("modes")
  void replacedRowsTakeOthersAlong(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "PRAGMA foreign_keys = ON",
          "CREATE TABLE t(k INTEGER PRIMARY KEY, u INT UNIQUE, p REFERENCES t ON DELETE CASCADE)",
          "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40)"
              + " INSERT INTO t SELECT i, i, nullif(i / 3, 0) FROM n");
      db.same("UPDATE OR REPLACE t SET u = u - 1 WHERE k % 5 = 0 AND u > 9");
      db.same("SELECT changes()", "SELECT * FROM t ORDER BY k");
      db.same("UPDATE OR REPLACE t SET u = u + 1 WHERE k % 4 = 0");
      db.same("UPDATE OR REPLACE t SET u = 40 - u", "SELECT changes()");
      db.same("SELECT * FROM t ORDER BY k", "PRAGMA integrity_check");
    }
  }

  /** Of new values some are taken, by rows before and behind, by the row itself, or by none. */
  @ParameterizedTest
  @MethodSource("modes")
  void uniqueColumnsOfManyRowsChange(String mode) {
    for (String rowids : new String[] {"", " WITHOUT ROWID"}) {
      try (Comparison db = new Comparison(mode)) {
        db.same(
            "CREATE TABLE t(k INT PRIMARY KEY, u TEXT UNIQUE COLLATE NOCASE, n INT, o INT, b)"
                + rowids,
            "CREATE UNIQUE INDEX n1 ON t(n) WHERE n > 50",
            "CREATE UNIQUE INDEX o1 ON t(o, b)",
            "CREATE INDEX b1 ON t(b, u)");
        db.same(
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 900)"
                + " INSERT INTO t SELECT i * 2, 'text ' || (i * 7919 % 900), i, i, i % 7 FROM n");
        for (String where : new String[] {"", " WHERE k % 3 <> 0"}) {
          for (String set :
              new String[] {
                "UPDATE t SET u = u || 'x', n = n + 1000",
                "UPDATE t SET n = n + 1",
                "UPDATE t SET n = n - 1",
                "UPDATE t SET u = upper(u)",
                "UPDATE t SET u = u, n = n, b = b + 1",
                "UPDATE OR IGNORE t SET u = substr(u, 1, 7), o = o + 1",
                "UPDATE OR FAIL t SET b = 5, o = (o + 300) % 800",
                "UPDATE t SET u = NULL, n = 7 WHERE k % 5 = 0",
                "UPDATE OR REPLACE t SET n = n + 2, b = b || 'longer'",
                "UPDATE OR REPLACE t SET o = o / 2 WHERE k > 100",
                "UPDATE OR REPLACE t SET u = substr(u, 1, 6)",
              }) {
            db.same(set.contains("WHERE") ? set : set + where);
            db.same("SELECT changes()", "SELECT * FROM t ORDER BY k", "PRAGMA integrity_check");
          }
          db.same("INSERT INTO t SELECT k + 2000, u || k, n + 5000, o + 5000, b FROM t");
        }
      }
    }
  }

  /** Cells between those that grow or shrink stay as they are, wherever they are moved. */
  @ParameterizedTest
  @MethodSource("modes")
  void everyFewRowsOfALeafChangeTheirSizes(String mode) {
    for (String pageSize : new String[] {"512", "4096"}) {
      try (Comparison db = new Comparison(mode)) {
        db.same(
            "PRAGMA page_size=" + pageSize,
            "CREATE TABLE t(k INTEGER PRIMARY KEY, a TEXT, n)",
            "CREATE TABLE w(k TEXT PRIMARY KEY, a TEXT, n) WITHOUT ROWID",
            "INSERT INTO t WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i+1 FROM c WHERE i <"
                + " 700) SELECT i, 'abcdefgh', i % 5 FROM c",
            "DELETE FROM t WHERE k % 9 = 4",
            "INSERT INTO w SELECT 'k' || (k + 1000), a, n FROM t");
        for (int every = 1; every < 12; every++) {
          for (String table : new String[] {"t", "w"}) {
            String chosen = " WHERE CAST(substr('0' || k, -3) AS INT) % " + every + " = 0";
            db.same(
                "UPDATE " + table + " SET a = a || 'x'" + chosen,
                "UPDATE " + table + " SET a = substr(a, 2), n = n + 100" + chosen,
                "UPDATE " + table + " SET a = a || 'wxyz'" + chosen,
                "UPDATE " + table + " SET a = substr(a, 6)" + chosen + " OR n % 3 = 1",
                "UPDATE " + table + " SET a = a || n WHERE length(a) < " + (6 + every),
                "SELECT count(*), sum(n), group_concat(k || a || n) FROM " + table);
          }
          db.same("PRAGMA integrity_check");
        }
      }
    }
  }
}
