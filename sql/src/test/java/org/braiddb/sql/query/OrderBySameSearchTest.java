package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A search that several indexes could do is done by the one that has the wanted order as well. */
class OrderBySameSearchTest {
  private static final List<String> SETUP =
      List.of(
          "CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, b, c TEXT, d REAL)",
          "INSERT INTO t WITH RECURSIVE q(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM q"
              + " WHERE i < 2000) SELECT i, CASE WHEN i % 50 THEN i % 100 END, CASE i % 7 WHEN 0"
              + " THEN NULL WHEN 1 THEN 'x' || i % 13 ELSE i * 7919 % 2003 END,"
              + " substr('aAbBcC', i % 6 + 1, 1), i / 8.0 FROM q",
          "CREATE INDEX t_a ON t(a)",
          "CREATE INDEX t_c ON t(c)",
          "CREATE INDEX t_part ON t(a, b) WHERE a > 10",
          "CREATE INDEX t_down ON t(a DESC, b)",
          "CREATE INDEX t_nocase ON t(c COLLATE NOCASE, b)",
          "CREATE INDEX t_ab ON t(a, b)",
          "CREATE INDEX t_cb ON t(c, b DESC)",
          "ANALYZE");

  private static final List<String> IN_ORDER =
      List.of(
          "SELECT id, d FROM t WHERE a >= 90 ORDER BY a, b, id LIMIT 20",
          "SELECT id, d FROM t WHERE (a, b) > (90, 100) ORDER BY a, b, id LIMIT 20",
          "SELECT id, d FROM t WHERE a >= 90 ORDER BY a DESC, b DESC, id DESC LIMIT 20",
          "SELECT id, d FROM t WHERE a = 7 ORDER BY b, id",
          "SELECT id, d FROM t WHERE a BETWEEN 20 AND 22 AND d > 9 ORDER BY a, b, id",
          "SELECT id, d FROM t WHERE c > 'B' ORDER BY c, b DESC, id LIMIT 9",
          "SELECT id, d FROM t WHERE c = 'b' ORDER BY b, id DESC LIMIT 9",
          "SELECT id, d FROM t WHERE c IN ('b', 'A') ORDER BY c, b DESC, id LIMIT 500",
          "SELECT a, b, sum(d) FROM t WHERE a > 95 GROUP BY a, b");

  private static final List<String> OTHERS =
      List.of(
          "SELECT id, d FROM t INDEXED BY t_a WHERE a >= 90 ORDER BY a, b, id LIMIT 20",
          "SELECT id, d FROM t WHERE a >= 90 ORDER BY a, b DESC, id LIMIT 20",
          "SELECT id, d FROM t WHERE a >= 90 ORDER BY b, a, id LIMIT 20",
          "SELECT id, d FROM t WHERE a IS NULL ORDER BY b, id LIMIT 20",
          "SELECT id, d FROM t WHERE c COLLATE NOCASE > 'a' ORDER BY c COLLATE NOCASE, b, id",
          "SELECT id, d FROM t WHERE c > 'B' ORDER BY c COLLATE NOCASE, b, id LIMIT 9",
          "SELECT a, max(b), d FROM t WHERE a = 5",
          "SELECT DISTINCT a, b FROM t WHERE a > 95 ORDER BY a, b",
          "SELECT t.id, u.id FROM t JOIN t u ON u.id = t.a WHERE t.a > 95 ORDER BY t.a, t.b, t.id");

  @TempDir Path directory;

  @Test
  void answersAreThoseOfSqlite() {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      for (String begin : List.of("SELECT 1", "BEGIN")) {
        engines.braid(begin);
        IN_ORDER.forEach(engines::agreeInOrder);
        OTHERS.forEach(engines::agreeInOrder);
      }
    }
  }

  @Test
  void nothingIsSorted() {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      for (String query : IN_ORDER) {
        List<String> plan = engines.braid("EXPLAIN QUERY PLAN " + query).rows();
        assertThat(plan).as(query).anyMatch(row -> row.contains("SEARCH t USING"));
        assertThat(plan).as(query).noneMatch(row -> row.contains("TEMP B-TREE"));
      }
    }
  }

  @Test
  void anIndexThatIsNamedIsUsed() {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      assertThat(engines.braid("EXPLAIN QUERY PLAN " + OTHERS.getFirst()).rows())
          .anyMatch(row -> row.contains("USING INDEX t_a (a>?)"))
          .anyMatch(row -> row.contains("TEMP B-TREE"));
    }
  }
}
