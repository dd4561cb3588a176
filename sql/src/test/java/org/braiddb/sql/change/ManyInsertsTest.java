package org.braiddb.sql.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Transactions that insert many rows, and what else they do in between: as SQLite. */
class ManyInsertsTest {
  private static final long SEED = 70_118;

  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  private static String rows(Random random, int from, int count) {
    StringBuilder sql = new StringBuilder("INSERT INTO t(k, a, b, c) VALUES");
    for (int i = 0; i < count; i++) {
      sql.append(i == 0 ? "(" : ",(")
          .append(from + i)
          .append(random.nextInt(8) == 0 ? ",NULL," : "," + random.nextInt(50) + ",")
          .append(random.nextBoolean() ? "'shared " + random.nextInt(90) + "'," : "x'0102',")
          .append(random.nextInt(7))
          .append(')');
    }
    return sql.toString();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whoLooksBetweenManyInsertsSeesThem(String mode) {
    lookBetweenInserts(mode, "CREATE INDEX plain ON t(c, a)");
  }

  @ParameterizedTest
  @MethodSource("modes")
  void whoLooksBetweenManyInsertsSeesThemBesideAUniqueIndex(String mode) {
    lookBetweenInserts(mode, "CREATE UNIQUE INDEX u ON t(b, k)");
  }

  private static void lookBetweenInserts(String mode, String another) {
    Random random = new Random(SEED);
    int next = 1;
    try (Comparison db = new Comparison(mode)) {
      db.same(
          "CREATE TABLE t(k INTEGER PRIMARY KEY, a INT, b, c)",
          "CREATE INDEX i1 ON t(a)",
          "CREATE INDEX i2 ON t(b COLLATE NOCASE, c DESC)",
          "CREATE INDEX i3 ON t(c) WHERE c > 3",
          "CREATE INDEX i4 ON t(a + c, b)",
          another);
      for (int transaction = 0; transaction < 12; transaction++) {
        db.same("BEGIN");
        for (int step = 0; step < 10; step++) {
          int count = 1 + random.nextInt(60);
          db.same(rows(random, next, count));
          next += count;
          db.same(between(random, next));
        }
        db.same(random.nextInt(4) == 0 ? "ROLLBACK" : "COMMIT");
        db.same(
            "SELECT count(*), sum(k) FROM t",
            "SELECT k FROM t INDEXED BY i1 WHERE a > 10 ORDER BY a, k",
            "SELECT b, c, k FROM t INDEXED BY i2 WHERE b >= 'shared' ORDER BY b COLLATE NOCASE, c"
                + " DESC, k",
            "SELECT k FROM t INDEXED BY i3 WHERE c > 3 ORDER BY c, k",
            "PRAGMA integrity_check");
      }
    }
  }

  private static String between(Random random, int next) {
    int key = 1 + random.nextInt(next);
    return switch (random.nextInt(12)) {
      case 0 -> "SELECT k FROM t WHERE a = " + random.nextInt(50) + " ORDER BY k";
      case 1 -> "DELETE FROM t WHERE a = " + random.nextInt(50);
      case 2 -> "UPDATE t SET a = a + 1, b = 'shared x' WHERE k = " + key;
      case 3 -> "SAVEPOINT s";
      case 4 -> "ROLLBACK TO s";
      case 5 -> "RELEASE s";
      case 6 -> "INSERT INTO t(a, b, c) SELECT a + 7, b, c FROM t WHERE a < 5";
      case 7 -> "INSERT INTO t(k, a) VALUES(" + (next + 90_000) + ", 1), (" + key + ", 2)";
      case 8 -> "INSERT OR REPLACE INTO t(k, a, c) VALUES(" + key + ", 3, 4)";
      case 9 -> "SELECT count(*) FROM t INDEXED BY i3 WHERE c > 3";
      case 10 -> "PRAGMA integrity_check";
      default -> "SELECT max(a), min(c) FROM t";
    };
  }

  @ParameterizedTest
  @MethodSource("modes")
  void rowsOfOneStatementRunManyTimesHaveTheirEntries(String mode) {
    try (Comparison db = new Comparison(mode)) {
      db.same("CREATE TABLE t(k INTEGER PRIMARY KEY, a)", "CREATE INDEX i ON t(a)", "BEGIN");
      try (var insert = db.braid().connection().prepare("INSERT INTO t VALUES(?1, ?2)")) {
        for (int i = 1; i <= 2000; i++) {
          insert.bindLong(1, i);
          insert.bindText(2, "v" + (i * 7919 % 2003));
          while (insert.step()) {
            // It gives no rows.
          }
          insert.reset();
          if (i == 1000) {
            assertThat(db.braid().run("SELECT k FROM t WHERE a = 'v1572'").toString())
                .contains("500");
          }
        }
      }
      assertThat(db.braid().run("SELECT count(*) FROM t INDEXED BY i WHERE a >= 'v'").toString())
          .contains("2000");
      assertThat(db.braid().run("COMMIT").toString()).doesNotContain("error");
      assertThat(db.braid().run("PRAGMA integrity_check").toString()).contains("ok");
    }
  }
}
