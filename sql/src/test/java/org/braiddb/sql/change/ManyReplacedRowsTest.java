package org.braiddb.sql.change;

import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Statements that insert many rows of which most are there, by REPLACE and ON CONFLICT: as SQLite.
 * The seed is printed; {@code -Dbraid.seed=N} gives another, {@code -Dbraid.rounds=N} makes more.
 */
class ManyReplacedRowsTest {
  private static final int ROWS = 900;

  private static final String[] TABLES = {
    "CREATE TABLE t(k INTEGER PRIMARY KEY, u TEXT UNIQUE, a INT, b, c REAL)",
    "CREATE TABLE t(k INTEGER PRIMARY KEY AUTOINCREMENT, u UNIQUE, a INT CHECK(a < 900), b, c)",
    "CREATE TABLE t(k INTEGER PRIMARY KEY, u TEXT COLLATE NOCASE UNIQUE, a INT, b NOT NULL DEFAULT"
        + " 'd', c, UNIQUE(a, b))",
    "CREATE TABLE t(k INT, u TEXT, a INT, b, c, UNIQUE(u), UNIQUE(k) ON CONFLICT REPLACE)",
    "CREATE TABLE t(k INTEGER PRIMARY KEY ON CONFLICT REPLACE, u UNIQUE ON CONFLICT IGNORE, a INT,"
        + " b, c REAL)",
    "CREATE TABLE t(k INTEGER PRIMARY KEY, u TEXT UNIQUE, a INT, g AS (a * 2) STORED UNIQUE, b,"
        + " c REAL)",
    "CREATE TABLE t(k INTEGER PRIMARY KEY, u TEXT UNIQUE, a INT, v AS (a + 1), b, c ANY) STRICT",
    "CREATE TABLE t(k INT, u TEXT UNIQUE, a INT, b, c, PRIMARY KEY(k DESC)) WITHOUT ROWID",
  };

  private static final String[] INDEXES = {
    "CREATE INDEX i1 ON t(a, c)",
    "CREATE UNIQUE INDEX i2 ON t(b) WHERE a % 3 = 0",
    "CREATE UNIQUE INDEX i3 ON t(u, k)",
    "CREATE UNIQUE INDEX i4 ON t(lower(u) DESC)",
    "CREATE INDEX i5 ON t(b, a)",
  };

  private static final String[] TRIGGERS = {
    "CREATE TRIGGER r1 AFTER DELETE ON t BEGIN INSERT INTO log(what) VALUES('-' || old.u); END",
    "CREATE TRIGGER r2 AFTER INSERT ON t WHEN new.a % 7 = 0 BEGIN DELETE FROM t WHERE u ="
        + " new.u || 'x'; END",
    "CREATE TRIGGER r3 BEFORE UPDATE ON t BEGIN INSERT INTO log(what) VALUES('=' || old.u); END",
  };

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsInTheWayGoOrAreUpdated(String mode) {
    long seed = Long.getLong("braid.seed", 620_344);
    int rounds = Integer.getInteger("braid.rounds", TABLES.length);
    System.out.println("ManyReplacedRowsTest: -Dbraid.seed=" + seed + " -Dbraid.rounds=" + rounds);
    for (int round = 0; round < rounds; round++) {
      Random random = new Random(seed + round);
      try (Comparison db = new Comparison(mode)) {
        prepare(db, TABLES[round % TABLES.length], random);
        for (int transaction = 0; transaction < 4; transaction++) {
          changeInTransaction(db, random);
        }
      }
    }
  }

  private static void prepare(Comparison db, String table, Random random) {
    db.same(
        table, "CREATE TABLE s(k, u, a, b, c)", "CREATE TABLE log(n INTEGER PRIMARY KEY, what)");
    db.same("CREATE TABLE child(k INTEGER PRIMARY KEY, u REFERENCES t(u) ON DELETE CASCADE)");
    for (String index : INDEXES) {
      if (random.nextInt(3) == 0) {
        db.same(index);
      }
    }
    if (random.nextInt(3) == 0) {
      db.same(TRIGGERS);
      db.same("PRAGMA recursive_triggers = " + random.nextInt(2));
    }
    fill(db, random);
    db.same("INSERT OR IGNORE INTO t(k, u, a, b, c) SELECT * FROM s");
    if (random.nextInt(4) == 0) {
      db.same("INSERT INTO child(u) SELECT u FROM t WHERE a % 2 = 0", "PRAGMA foreign_keys = 1");
    }
  }

  /** Rows in another order each time, some of which are new. */
  private static void fill(Comparison db, Random random) {
    int factor = 7919 + 2 * random.nextInt(1000);
    int shift = random.nextInt(ROWS / 2);
    String letter = random.nextBoolean() ? "t" : "T";
    String grown =
        random.nextInt(3) == 0 ? " || substr('" + "y".repeat(900) + "', 1, i % 800)" : "";
    db.same(
        "DELETE FROM s",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < "
            + ROWS
            + "), m(x, i) AS (SELECT i * "
            + factor
            + " % 1009 + "
            + shift
            + ", i FROM n) INSERT INTO s SELECT x, '"
            + letter
            + "ext ' || (x * 17 % 2003), x % 601, CASE i % 4 WHEN 0 THEN i WHEN 1 THEN 'b' || x"
            + grown
            + " ELSE 'b' || i END, i / 4.0 FROM m");
  }

  private static void changeInTransaction(Comparison db, Random random) {
    fill(db, random);
    db.same("BEGIN");
    for (int step = 0; step < 4; step++) {
      db.same(change(random), "SELECT changes(), last_insert_rowid(), count(*) FROM t");
      if (random.nextInt(4) == 0) {
        db.same("SAVEPOINT p", change(random), "ROLLBACK TO p", "RELEASE p");
      }
    }
    db.same(random.nextInt(4) == 0 ? "ROLLBACK" : "COMMIT");
    db.same(
        "SELECT * FROM t ORDER BY k, u",
        "SELECT * FROM log ORDER BY n",
        "SELECT * FROM child ORDER BY k",
        "PRAGMA foreign_key_check",
        "PRAGMA integrity_check");
  }

  private static String change(Random random) {
    String from =
        " FROM s WHERE "
            + switch (random.nextInt(4)) {
              case 0 -> "k % 2 = " + random.nextInt(2);
              case 1 -> "k BETWEEN " + random.nextInt(700) + " AND " + random.nextInt(1400);
              default -> "true";
            };
    String order = random.nextInt(3) == 0 ? " ORDER BY u" : "";
    String all = "INTO t(k, u, a, b, c) SELECT k, u, a + " + random.nextInt(3) + ", b, c";
    String some = "INTO t(u, a, b) SELECT u, a, b || 'z'";
    return switch (random.nextInt(9)) {
      case 0, 1 -> "INSERT OR REPLACE " + all + from + order;
      case 2, 3, 4 -> "INSERT OR REPLACE " + some + from + order;
      case 5 -> "INSERT OR IGNORE " + all + from + order;
      default ->
          "INSERT "
              + (random.nextInt(3) == 0 ? "OR REPLACE " : "")
              + (random.nextBoolean() ? all : some)
              + from
              + order
              + upserts(random);
    };
  }

  private static String upserts(Random random) {
    String byText = " ON CONFLICT(u) DO " + update(random);
    String byKey = " ON CONFLICT(k) DO " + update(random);
    return switch (random.nextInt(4)) {
      case 0 -> byText;
      case 1 -> byKey;
      case 2 -> byText + byKey;
      default -> byKey + byText;
    };
  }

  private static String update(Random random) {
    String set =
        switch (random.nextInt(8)) {
          case 0 -> "a = excluded.a + 1";
          case 1 -> "a = a + 1, c = excluded.c";
          case 2 -> "b = b || excluded.k";
          case 3 -> "c = (SELECT max(x.c) FROM s x WHERE x.a = t.a)";
          case 4 -> "a = t.a + length(t.b), b = 'set ' || k";
          case 5 -> "u = excluded.u";
          case 6 -> "k = k + 5000";
          default -> "c = c + 1";
        };
    String where =
        switch (random.nextInt(5)) {
          case 0 -> " WHERE t.a <> excluded.a";
          case 1 -> " WHERE c > 100 AND b IS NOT NULL";
          case 2 -> " WHERE EXISTS(SELECT 1 FROM s WHERE s.b = t.b)";
          default -> "";
        };
    return random.nextInt(8) == 0 ? "NOTHING" : "UPDATE SET " + set + where;
  }
}
