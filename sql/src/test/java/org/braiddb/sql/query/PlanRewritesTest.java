package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Conditions moved into subqueries, outer joins made inner ones, conditions read as others that can
 * be searched for: the plan shows it, and the answers are SQLite's with it and without.
 */
class PlanRewritesTest {
  private static final List<String> SWITCHES =
      List.of("push_down", "outer_joins", "flattening", "hash_join", "order_by_index");

  @TempDir static Path directory;

  private static TwoEngines engines;

  @BeforeAll
  static void begin() {
    engines =
        new TwoEngines(
            directory,
            List.of(
                "CREATE TABLE t(a INTEGER PRIMARY KEY, b INT, c TEXT, d REAL,"
                    + " e TEXT COLLATE NOCASE)",
                "CREATE INDEX tb ON t(b)",
                "CREATE INDEX tcd ON t(c, d)",
                "CREATE TABLE u(x INT, y INT, z TEXT)",
                "CREATE INDEX ux ON u(x)",
                "CREATE INDEX uyz ON u(y, z)",
                "CREATE VIEW per_b AS SELECT b, count(*) AS n, min(e) AS e FROM t GROUP BY b",
                "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    + " WHERE i < 120) SELECT i, CASE WHEN i % 9 = 0 THEN NULL ELSE i % 13 END,"
                    + " substr('axbcyz', i % 6 + 1, 1),"
                    + " CASE WHEN i % 7 = 0 THEN NULL ELSE (i % 5) * 1.0 END,"
                    + " substr('abcABC', i % 6 + 1, 2) FROM n",
                "INSERT INTO u WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                    + " WHERE i < 60) SELECT CASE WHEN i % 8 = 0 THEN NULL ELSE i % 17 END,"
                    + " i % 7, substr('axbcyz', i % 5 + 1, 1) FROM n"));
  }

  @AfterAll
  static void end() {
    engines.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        // conditions decided inside
        "SELECT * FROM per_b WHERE b = 3 AND n > 1 | SEARCH t USING INDEX tb (b=?)",
        "SELECT * FROM (SELECT DISTINCT b, c FROM t) WHERE b = 4 | SEARCH t USING INDEX tb (b=?)",
        "SELECT * FROM (SELECT a FROM t UNION ALL SELECT x FROM u) WHERE a = 3"
            + "| SEARCH u USING COVERING INDEX ux (x=?)",
        "SELECT * FROM (SELECT b FROM t EXCEPT SELECT x FROM u WHERE x < 9) WHERE b > 5"
            + "| SEARCH t USING COVERING INDEX tb (b>?)",
        "SELECT * FROM (SELECT * FROM per_b UNION ALL SELECT x, y, z FROM u) WHERE b = 4"
            + "| SEARCH t USING INDEX tb (b=?)",
        "WITH k AS (SELECT b, count(*) FROM t GROUP BY b) SELECT * FROM k WHERE b = 4"
            + "| SEARCH t USING COVERING INDEX tb (b=?)",
        // inner joins after all
        "SELECT * FROM t LEFT JOIN u ON b = x WHERE y = 3 AND z = 'a'"
            + "| SEARCH u USING INDEX uyz (y=? AND z=?)",
        "SELECT * FROM t RIGHT JOIN u ON b = x WHERE a = 5"
            + "| SEARCH t USING INTEGER PRIMARY KEY (rowid=?)",
        "SELECT * FROM t FULL JOIN u ON b = x WHERE a = 5 AND y = 2"
            + "| SEARCH t USING INTEGER PRIMARY KEY (rowid=?)",
        "SELECT * FROM t FULL JOIN u ON b = x WHERE y = 2 | SEARCH t USING INDEX tb (b=?)"
            + " LEFT-JOIN",
        // one search for several values, which come in order
        "SELECT * FROM t WHERE b = 1 OR b = 2 OR 5 = b | SEARCH t USING INDEX tb (b=?)",
        "SELECT * FROM t WHERE a = 7 OR a = 2 | SEARCH t USING INTEGER PRIMARY KEY (rowid=?)",
        // partners of a full join
        "SELECT * FROM t FULL JOIN u ON d = y | SEARCH u USING AUTOMATIC COVERING INDEX (y=?)"
            + " FULL-JOIN",
        // what comparing rows implies for the first column
        "SELECT * FROM t WHERE (a, b) > (100, 2) | SEARCH t USING INTEGER PRIMARY KEY (rowid>?)",
        "SELECT * FROM t WHERE (c, d) <= ('b', 2.0) | SEARCH t USING INDEX tcd (c<?)"
      })
  void rewrittenConditionIsSearchedFor(String query, String line) {
    assertThat(plan(query)).anyMatch(detail -> detail.endsWith("|'" + line + "'|"));
    agreeHoweverPlanned(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT a, x FROM u CROSS JOIN t WHERE (b = x AND d = 1.0) OR (y = 3 AND b = x)",
        "SELECT a, x FROM u CROSS JOIN t ON (b = x AND d = 1.0) OR (y = 3 AND b = x)",
        "SELECT a, x FROM u CROSS JOIN t"
            + " WHERE (b = x AND d > y AND e IN ('ab', 'c')) OR (b = x AND e IN ('ab', 'c'))",
        "SELECT a FROM t WHERE (d > 2 AND b = 3) OR (b = 3 AND e = 'ab') OR (b = 3 AND d < 1)",
        "SELECT a FROM t WHERE (b, d) = (3, 1.0) OR (b = 3 AND (e IS NULL OR d IS NULL))"
      })
  void whatAllPartsOfAnOrAskForIsSearchedForOnce(String query) {
    assertThat(plan(query))
        .noneMatch(line -> line.contains("MULTI-INDEX OR"))
        .anyMatch(line -> line.contains("SEARCH t USING INDEX tb (b=?)"));
    agreeHoweverPlanned(query);
  }

  @Test
  void whatAllPartsOfAnOrAskOfOneTableIsSearchedForFirst() {
    String query =
        "SELECT a, y FROM u, t WHERE (b = 3 AND y > d) OR (b = 1 AND z = c) OR (b = 2 AND x = a)";
    assertThat(plan(query)).anyMatch(line -> line.contains("SEARCH t USING INDEX tb (b=?)"));
    agreeHoweverPlanned(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM u WHERE y IN (3, 1, 2) ORDER BY y, z",
        "SELECT y, count(*) FROM u WHERE y IN (3, 1, 2) GROUP BY y",
        "SELECT DISTINCT y FROM u WHERE y IN (3, 1, 2)",
        "SELECT a FROM t UNION SELECT x FROM u ORDER BY 1",
        "SELECT b, c FROM t INTERSECT SELECT x, z FROM u ORDER BY 1, 2"
      })
  void whatComesInOrderIsNotSorted(String query) {
    assertThat(plan(query)).noneMatch(line -> line.contains("USE TEMP B-TREE FOR"));
    engines.agreeInOrder(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM (SELECT b, count(*) AS n FROM t GROUP BY b) WHERE n > 9",
        "SELECT * FROM (SELECT e, count(*) AS n FROM t GROUP BY e) WHERE e = 'ab'",
        "SELECT * FROM (SELECT e FROM t UNION SELECT z FROM u) WHERE e GLOB 'a*'",
        "SELECT * FROM (SELECT count(*) AS n, 1 AS k FROM t) WHERE k = 2",
        "SELECT * FROM (SELECT b FROM t ORDER BY b LIMIT 50) WHERE b = 3",
        "SELECT * FROM (SELECT b FROM t LIMIT 5 OFFSET 2) WHERE b > 3",
        "SELECT * FROM u LEFT JOIN per_b ON per_b.b = x WHERE per_b.b = 3",
        "SELECT * FROM u LEFT JOIN per_b ON per_b.b = x WHERE n IS NULL",
        "SELECT * FROM u LEFT JOIN per_b ON per_b.b = x WHERE n NOT IN (8, 9)",
        "SELECT * FROM t LEFT JOIN u ON b = x WHERE y IS NULL",
        "SELECT * FROM t LEFT JOIN u ON b = x WHERE y IS NOT 3",
        "SELECT * FROM t LEFT JOIN u ON b = x WHERE coalesce(y, 3) = 3",
        "SELECT * FROM t LEFT JOIN u ON b = x WHERE y NOT IN ()",
        "SELECT * FROM t FULL JOIN u ON b = x WHERE a > 50 OR y = 2",
        "SELECT * FROM t FULL JOIN u ON b = x AND d > y",
        "SELECT * FROM t FULL JOIN u ON b = x + 1 AND c = z",
        "SELECT * FROM t p FULL JOIN u q ON p.b = q.x FULL JOIN t r ON r.a = q.y",
        "SELECT p.a, (SELECT count(*) FROM (SELECT * FROM u WHERE y = p.b) s"
            + " FULL JOIN t q ON s.x = q.a) FROM t p",
        "SELECT a, x FROM t LEFT JOIN u ON (b = x AND c = 'x') OR (b = x AND y = 3)",
        "SELECT a, x FROM t, u WHERE (b = x AND c = 'x') OR (b = x AND y = 3)",
        "SELECT a FROM t WHERE (b = 3 AND c = 'x') OR (b = 3 AND d > 2) OR b IS NULL",
        "SELECT a, x FROM t, u WHERE (b = x AND c = 'x' AND y = 3) OR (b = x AND c = 'a' AND y > 1)",
        "SELECT a, x FROM t, u WHERE (b = 3 AND y = x) OR (b IS NULL AND y = 3) OR (b = x AND b > 1)",
        "SELECT a, x FROM t LEFT JOIN u ON b = x WHERE (b > 1 AND y IS NULL) OR (b = 1 AND y = 3)",
        "SELECT a, x FROM t LEFT JOIN u ON (b = x AND y = 3) OR (b = 1 AND y = 1) OR (b IS 2 AND y"
            + " = 2) WHERE (b = 3 AND d > 1) OR (x = 1 AND b BETWEEN 0 AND y)",
        "SELECT a, x FROM t FULL JOIN u ON b = x WHERE (b = 1 AND y = 1) OR (b IS NULL AND y > 1)",
        "SELECT a, (SELECT count(*) FROM u, t q WHERE (x = 1 AND q.b = t.b AND t.a > 1) OR (y = 2"
            + " AND q.a = t.a AND t.b = 3)) FROM t",
        "SELECT p.a, q.x, r.a FROM t p LEFT JOIN u q ON p.b = q.x LEFT JOIN t r ON r.a = q.y"
            + " WHERE r.b = 2",
        "SELECT * FROM u LEFT JOIN (t p LEFT JOIN u q ON p.b = q.x) ON p.a = q.y",
        "SELECT * FROM t WHERE (c, d) > ('b', NULL)",
        "SELECT * FROM t WHERE (d, b) < (3.0, 5)",
        "SELECT * FROM t WHERE b = 1 OR b = NULL OR b = '4'",
        "SELECT * FROM t WHERE (b = 1 OR b = 2) AND (c = 'x' OR c = 'a')",
        "SELECT * FROM t WHERE (b, c) IN (SELECT x, z FROM u)",
        "SELECT * FROM t WHERE (b, c) NOT IN (SELECT x, z FROM u)",
        "SELECT * FROM t WHERE (b, c) NOT IN (SELECT x, z FROM u WHERE x IS NOT NULL)",
        "SELECT * FROM t WHERE (b, e) IN (SELECT '' || x, 'AB' FROM u)",
        "SELECT * FROM t WHERE (c, b) NOT IN (SELECT x, y FROM u WHERE x > 3)",
        "SELECT max(y), min(y) FROM u WHERE y IN (3, 1, 2)",
        "SELECT * FROM u WHERE y IN (3, 1, 2) ORDER BY y DESC, z DESC, x"
      })
  void answersAreThoseOfSqliteWhateverIsSwitchedOff(String query) {
    agreeHoweverPlanned(query);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT DISTINCT c, b FROM t ORDER BY a % 3, c, b",
        "SELECT DISTINCT c FROM t GROUP BY c, b ORDER BY count(*) > 1, c",
        "SELECT DISTINCT c, b FROM t ORDER BY b + 1 DESC, c LIMIT 7 OFFSET 2"
      })
  void distinctRowsAreSortedByWhatTheyDoNotShow(String query) {
    TwoEngines.Answer answer = engines.braid(query);
    assertThat(answer.columns()).isEqualTo(engines.sqlite(query).columns());
    assertThat(answer.rows()).hasSameSizeAs(engines.sqlite(query).rows()).doesNotHaveDuplicates();
  }

  private static List<String> plan(String query) {
    return engines.braid("EXPLAIN QUERY PLAN " + query).rows();
  }

  private static void agreeHoweverPlanned(String query) {
    engines.agree(query);
    for (String off : SWITCHES) {
      engines.braid("PRAGMA braid_optimizations='-" + off + "'");
      engines.agree(query);
      engines.braid("PRAGMA braid_optimizations='all'");
    }
  }
}
