package org.braiddb.sql.change;

import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random changes on Braid and SQLite. The seed is printed; {@code -Dbraid.seed=N} gives another,
 * {@code -Dbraid.rounds=N} makes more of them.
 */
class RandomChangesTest {
  static final String[] SCHEMAS = {
    "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT UNIQUE, b TEXT NOT NULL DEFAULT 'd', c, CHECK(c <>"
        + " 13))",
    "CREATE TABLE t(k INTEGER PRIMARY KEY AUTOINCREMENT, a UNIQUE ON CONFLICT REPLACE, b TEXT"
        + " COLLATE NOCASE, c REAL, UNIQUE(b, c) ON CONFLICT IGNORE)",
    "CREATE TABLE t(k, a, b NOT NULL ON CONFLICT IGNORE, c, PRIMARY KEY(a DESC, k)) WITHOUT ROWID",
    "CREATE TABLE t(k INT PRIMARY KEY ON CONFLICT FAIL, a NUMERIC, b, c UNIQUE ON CONFLICT"
        + " ROLLBACK)"
  };
  static final String[] INDEXES = {
    "CREATE INDEX i1 ON t(b, c DESC)",
    "CREATE UNIQUE INDEX i2 ON t(a, b COLLATE NOCASE) WHERE c > 2",
    "CREATE INDEX i3 ON t(coalesce(a, 0) + 1, b)",
    "CREATE INDEX i4 ON t(c)"
  };
  private static final String[] CONFLICTS = {
    "", "", "", " OR IGNORE", " OR REPLACE", " OR FAIL", " OR ABORT", " OR ROLLBACK"
  };

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void randomChangesLeaveTheSameRows(String mode) {
    long seed = Long.getLong("braid.seed", 924_699);
    int rounds = Integer.getInteger("braid.rounds", 12);
    System.out.println("RandomChangesTest: -Dbraid.seed=" + seed + " -Dbraid.rounds=" + rounds);
    for (int round = 0; round < rounds; round++) {
      run(mode, new Random(seed + round));
    }
  }

  private static void run(String mode, Random random) {
    try (Comparison db = new Comparison(mode)) {
      db.same(SCHEMAS[random.nextInt(SCHEMAS.length)]);
      for (String index : INDEXES) {
        if (random.nextInt(3) == 0) {
          db.same(index);
        }
      }
      for (int i = 0; i < 60; i++) {
        db.same(statement(random));
        if (i % 10 == 9) {
          db.same(
              "SELECT k, a, b, c, typeof(a), typeof(c) FROM t ORDER BY k, a",
              "PRAGMA integrity_check");
        }
      }
    }
  }

  static String statement(Random random) {
    return switch (random.nextInt(20)) {
      case 0 -> "BEGIN";
      case 1 -> "COMMIT";
      case 2 -> "ROLLBACK";
      case 3 -> "SAVEPOINT s" + random.nextInt(2);
      case 4 -> "ROLLBACK TO s" + random.nextInt(2);
      case 5 -> "RELEASE s" + random.nextInt(2);
      case 6, 7 -> "DELETE FROM t WHERE " + condition(random);
      case 8, 9, 10, 11 ->
          "UPDATE"
              + pick(random, CONFLICTS)
              + " t SET "
              + pick(random, "k", "a", "b", "c")
              + "="
              + expression(random)
              + " WHERE k="
              + random.nextInt(12);
      case 12 ->
          "INSERT INTO t(k,a,b,c) VALUES("
              + values(random)
              + ") ON CONFLICT DO "
              + pick(random, "NOTHING", "UPDATE SET a=excluded.a", "UPDATE SET b=excluded.b, c=9");
      default ->
          "INSERT"
              + pick(random, CONFLICTS)
              + " INTO t(k,a,b,c) VALUES("
              + values(random)
              + (random.nextInt(3) == 0 ? "),(" + values(random) : "")
              + ")";
    };
  }

  private static String condition(Random random) {
    return pick(random, "k", "a", "b", "c")
        + pick(random, "=", "<", ">", " IS NOT ")
        + value(random)
        + (random.nextInt(3) == 0 ? " AND k > " + random.nextInt(12) : "");
  }

  private static String expression(Random random) {
    return random.nextInt(2) == 0
        ? value(random)
        : pick(random, "k", "a", "b", "c") + pick(random, "+1", "||'z'", "*2", "-5");
  }

  private static String values(Random random) {
    return value(random) + "," + value(random) + "," + value(random) + "," + value(random);
  }

  private static String value(Random random) {
    return switch (random.nextInt(8)) {
      case 0 -> "NULL";
      case 1 -> "'" + pick(random, "a", "A", "b", "7", "3.0", "") + "'";
      case 2 -> random.nextInt(10) + ".5";
      case 3 -> "x'0" + random.nextInt(3) + "'";
      default -> Integer.toString(random.nextInt(14));
    };
  }

  private static String pick(Random random, String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
