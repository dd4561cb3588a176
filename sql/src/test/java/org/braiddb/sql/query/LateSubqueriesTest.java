package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braiddb.sql.oracle.Connections.number;

import java.nio.file.Path;
import java.util.List;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conditions with subqueries wait for joins that leave fewer rows, and answer as if they had not.
 */
class LateSubqueriesTest {
  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT l.id, o.id FROM l, o WHERE o.id = l.o AND o.kind = 'F'"
            + " AND EXISTS (SELECT 1 FROM l x WHERE x.o = l.o AND x.n <> l.n) ORDER BY 1, 2",
        "SELECT l.id, o.id FROM l, o WHERE o.id = l.o AND o.kind = 'F'"
            + " AND NOT EXISTS (SELECT 1 FROM l x WHERE x.o = l.o AND x.n < l.n)"
            + " AND EXISTS (SELECT 1 FROM l x WHERE x.o = l.o AND x.n > l.n) ORDER BY 1, 2",
        "SELECT l.id, o.id FROM l, o WHERE o.id = l.o AND o.kind = 'F'"
            + " AND l.n = (SELECT max(n) FROM l x WHERE x.o = l.o) ORDER BY 1, 2",
        "SELECT l.id, o.id FROM l, o WHERE o.id = l.o AND o.kind = 'F'"
            + " AND l.n IN (SELECT n + 1 FROM l x WHERE x.o = l.o) ORDER BY 1, 2",
        "SELECT l.id, o.id FROM l, o WHERE o.id = l.o AND o.kind = 'F' AND (l.n = 3"
            + " OR NOT EXISTS (SELECT 1 FROM l x WHERE x.o = l.o AND x.n = 3)) ORDER BY 1, 2",
        // the subquery written twice, and in several steps
        "SELECT l.id, o.id, k.id FROM l, o, k WHERE o.id = l.o AND k.id = o.k AND k.name = 'k1'"
            + " AND EXISTS (SELECT 1 FROM l x WHERE x.o = l.o AND x.n <> l.n)"
            + " AND EXISTS (SELECT 1 FROM l x WHERE x.o = l.o AND x.n <> l.n)"
            + " AND EXISTS (SELECT 1 FROM o x WHERE x.k = o.k AND x.id < o.id) ORDER BY 1, 2, 3",
        // of the rows of an outer join, those without partner too
        "SELECT l.id, o.id, k.id FROM l LEFT JOIN o ON o.id = l.o AND o.kind = 'F', k"
            + " WHERE k.id = l.n AND k.name = 'k1'"
            + " AND NOT EXISTS (SELECT 1 FROM l x WHERE x.o = o.id AND x.n < l.n) ORDER BY 1, 2, 3",
        "SELECT l.id AS a, o.id AS b, k.id AS c FROM l LEFT JOIN (o JOIN k ON k.id = o.k AND k.name = 'k2'"
            + " AND EXISTS (SELECT 1 FROM l x WHERE x.o = o.id AND x.n > 2)) ON o.id = l.o"
            + " ORDER BY 1, 2, 3",
        "SELECT l.id, o.id, k.id FROM l FULL JOIN o ON o.id = l.o JOIN k ON k.id = o.k"
            + " WHERE k.name <> 'k2' AND EXISTS (SELECT 1 FROM l x WHERE x.n = l.n AND x.id > l.id)"
            + " ORDER BY 1, 2, 3",
        // of much work, with partners or without
        "SELECT k.id, o.id FROM k JOIN o ON o.k = k.id AND o.kind = 'F'"
            + " WHERE k.id IN (SELECT x.n FROM l x, l y WHERE x.o = y.n AND y.o > k.id) ORDER BY 1, 2",
        "SELECT k.id, o.id FROM k JOIN o ON o.k = k.id AND o.kind = 'none'"
            + " WHERE k.id IN (SELECT x.n FROM l x, l y WHERE x.o < y.n + k.id) ORDER BY 1, 2",
        "SELECT o.id, l.id, o.k NOT IN (SELECT x.n FROM l x WHERE x.o = o.id) FROM o"
            + " JOIN l ON l.o = o.id WHERE o.k NOT IN (SELECT x.n + 1 FROM l x WHERE x.o = o.id + 1)"
            + " ORDER BY 1, 2",
        "SELECT o.id, l.id, (o.k, l.n) IN (SELECT x.n, x.n FROM l x WHERE x.o = o.id) FROM o"
            + " JOIN l ON l.o = o.id ORDER BY 1, 2",
        // in a query that is run again and again itself
        "SELECT k.id, (SELECT count(*) FROM l, o WHERE o.id = l.o AND o.kind = 'F' AND o.k = k.id"
            + " AND EXISTS (SELECT 1 FROM l x WHERE x.o = l.o AND x.n > k.id)) FROM k ORDER BY 1"
      })
  void answersAreThoseOfSqlite(String query) {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      engines.agreeInOrder(query);
      engines.braid("PRAGMA braid_optimizations='-late_subqueries'");
      engines.agreeInOrder(query);
    }
  }

  private static final List<String> SETUP =
      List.of(
          "CREATE TABLE k(id INTEGER PRIMARY KEY, name TEXT)",
          "CREATE TABLE o(id INTEGER PRIMARY KEY, kind TEXT, k INTEGER)",
          "CREATE TABLE l(id INTEGER PRIMARY KEY, o INTEGER, n INTEGER)",
          "CREATE INDEX l_o ON l(o)",
          "INSERT INTO k VALUES(1, 'k1'), (2, 'k2'), (3, NULL)",
          "INSERT INTO o WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c"
              + " WHERE i < 40) SELECT i, substr('OFP', i % 3 + 1, 1), i % 4 FROM c",
          "INSERT INTO l WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c"
              + " WHERE i < 150) SELECT i, nullif(i % 47, 13), i % 5 FROM c");

  @Test
  void theyAreRunForTheRowsThatAreLeft() {
    try (Connection db = Database.at(":memory:").connect()) {
      long[] runs = {0};
      db.createFunction("seen", 1, false, arguments -> ++runs[0]);
      SETUP.forEach(db::execute);
      String query =
          "SELECT count(*) FROM l CROSS JOIN o ON o.id = l.o AND o.kind = 'F'"
              + " WHERE EXISTS (SELECT seen(x.n) FROM l x WHERE x.o = l.o AND seen(x.n) > 0)";
      long left = number(db, "SELECT count(*) FROM l JOIN o ON o.id = l.o AND o.kind = 'F'");
      assertThat(number(db, query)).isEqualTo(left);
      assertThat(runs[0]).isEqualTo(left);

      db.execute("PRAGMA braid_optimizations='-late_subqueries'");
      runs[0] = 0;
      assertThat(number(db, query)).isEqualTo(left);
      assertThat(runs[0]).isEqualTo(number(db, "SELECT count(*) FROM l WHERE o IS NOT NULL"));
    }
  }

  @Test
  void oneThatReadsManyRowsWaitsForPartnersThatMayBeMissing() {
    String query =
        "SELECT count(*) FROM k CROSS JOIN o ON o.k = k.id + 100"
            + " WHERE EXISTS (SELECT 1 FROM l x, l y WHERE x.n + y.n > k.id AND seen(x.n) > 99)";
    assertThat(runsOf(query, "ANALYZE")).isZero();
    assertThat(runsOf(query, "ANALYZE", "PRAGMA braid_optimizations='-late_subqueries'"))
        .isPositive();
  }

  /** Which query overflows where it is run. SQLite runs it, or not, by the order of its join. */
  @Test
  void theyAreNotRunWhereATableOfTheJoinHasNoRowForThem() {
    String query =
        "SELECT k.id AS a, o.id AS b FROM k, o WHERE o.kind = 'X' AND o.k < k.id"
            + " AND k.id IN (SELECT abs(-9223372036854775807 - l.n) FROM l WHERE l.n >= k.id)";
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      assertThat(engines.braid(query).error()).isEmpty();
      assertThat(engines.braid(query).rows()).isEmpty();
      engines.change("INSERT INTO o VALUES (99, 'X', 0)");
      assertThat(engines.braid(query).error()).contains("integer overflow");
      engines.agree(query);
      engines.change("UPDATE o SET k = 9 WHERE id = 99");
      String harmless = query.replace("abs(-9223372036854775807 - l.n)", "l.n");
      engines.agree(harmless);
      engines.agree(harmless.replace("k, o", "k LEFT JOIN o"));
      engines.agree(harmless.replace("k, o WHERE", "l m LEFT JOIN (k JOIN o) ON k.id = m.n AND"));
    }
  }

  /** How often a query calls {@code seen}. */
  private static long runsOf(String query, String... before) {
    try (Connection db = Database.at(":memory:").connect()) {
      long[] runs = {0};
      db.createFunction("seen", 1, true, arguments -> ++runs[0] % 50);
      SETUP.forEach(db::execute);
      for (String sql : before) {
        db.execute(sql);
      }
      number(db, query);
      return runs[0];
    }
  }
}
