package org.braiddb.sql.query;

import java.util.Random;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a query sees in the columns of a compound in FROM: their affinities, and reals. */
class CompoundColumnsTest {
  private final long seed = Long.getLong("braid.seed", 29);
  private final Random random = new Random(seed);
  private final Comparison engines = new Comparison("wal");

  @BeforeEach
  void fill() {
    engines.same(
        "CREATE TABLE t(r REAL, i INT, x, s TEXT)",
        "INSERT INTO t VALUES (1, 2, 3, '4'), (2.5, NULL, 'a', 'b')");
  }

  @AfterEach
  void close() {
    engines.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT r c FROM t UNION SELECT 0",
        "SELECT 0 c UNION SELECT r FROM t",
        "SELECT r c FROM t UNION ALL SELECT i FROM t",
        "SELECT i c FROM t UNION ALL SELECT r FROM t",
        "SELECT r c FROM t UNION ALL SELECT x FROM t",
        "SELECT r c FROM t UNION ALL SELECT coalesce(8, 1)",
        "SELECT r COLLATE nocase c FROM t UNION ALL SELECT 8",
        "SELECT max(r) c FROM t UNION ALL SELECT 8",
        "SELECT r c FROM t UNION ALL SELECT count(*) + 1 FROM t GROUP BY i",
        "SELECT r c FROM t UNION ALL SELECT DISTINCT i + 1 FROM t ORDER BY 1 LIMIT 2",
        "SELECT r c FROM t UNION ALL SELECT i FROM t EXCEPT SELECT 2",
        "SELECT 1 c INTERSECT SELECT r FROM t",
        "SELECT r c FROM t UNION ALL SELECT (SELECT 5)",
        "SELECT r c FROM t UNION ALL SELECT 3 ORDER BY c DESC",
        // a CAST that comes first
        "SELECT CAST(r AS REAL) c FROM t UNION ALL SELECT 0",
        "SELECT 0 c UNION ALL SELECT CAST(r AS REAL) FROM t",
        "SELECT c FROM (SELECT CAST(i AS REAL) c FROM t) UNION ALL SELECT 0",
        "SELECT c FROM (SELECT CAST(1 AS REAL) c UNION ALL SELECT 0) UNION ALL SELECT 1",
        "SELECT CAST(i AS TEXT) c FROM t UNION ALL SELECT s FROM t",
        // rows of VALUES
        "SELECT r c FROM t UNION ALL VALUES (5)",
        "SELECT r c FROM t UNION ALL VALUES (5), (6)",
        "SELECT i c FROM t UNION ALL VALUES (5), (6 + abs(1))",
        "SELECT i c FROM t UNION ALL VALUES (5), ('a')",
        "SELECT i c FROM t UNION ALL VALUES (5), (CAST(6 AS REAL))",
        "SELECT i c FROM t UNION ALL VALUES (CAST(6 AS REAL)), (5)",
        "SELECT r c FROM t UNION ALL VALUES (5), (CAST(6 AS INTEGER))",
        "SELECT column1 c FROM (VALUES (5), (6) UNION ALL SELECT i FROM t)",
        "SELECT column1 c FROM (VALUES (5), (CAST(6 AS REAL)) UNION ALL SELECT r FROM t)",
        "SELECT column1 c FROM (VALUES (5), (CAST(6 AS REAL)))",
        "SELECT column1 c FROM (VALUES (CAST(5 AS INTEGER)), (6))",
        "SELECT column1 c FROM (VALUES (CAST(1 AS REAL)), (1), (1))",
        "SELECT column1 c FROM (VALUES (CAST(1 AS REAL)), (1), (CAST(5 AS INTEGER)))",
        "SELECT column1 c FROM (VALUES (1), (3), (CAST(1 AS REAL)))",
        "SELECT column2 c FROM (VALUES (1, CAST(2 AS INT)), (3, 1), (CAST(1 AS REAL), 3))",
        "SELECT column1 c FROM (VALUES (1, CAST(2 AS INT)), (3, 1), (CAST(1 AS REAL), 3))",
        "SELECT r c FROM t UNION ALL VALUES (CAST(1 AS REAL)), (5), (5)",
        "SELECT r c FROM t UNION ALL VALUES (5), (5), (CAST(1 AS REAL))",
        "SELECT i c FROM t UNION ALL SELECT * FROM (VALUES (5), (6))"
      })
  void columnsOfCompounds(String query) {
    columns("(" + query + ")", query.contains("VALUES"));
    engines.same("CREATE VIEW v AS " + query);
    columns("v", query.contains("VALUES"));
    engines.same("WITH w AS (" + query + ") SELECT c, typeof(c), c = '5' FROM w");
    engines.sameInAnyOrder(
        "WITH w AS (SELECT 1) SELECT c, typeof(c), c = '5' FROM (" + query + "), w");
    engines.same("CREATE TABLE a AS " + query, "SELECT sql FROM sqlite_schema WHERE name = 'a'");
    // by itself, and right of IN, values stay what they are
    engines.same(query, "SELECT 5 IN (" + query + ")");
  }

  private void columns(String source, boolean values) {
    engines.same(
        "SELECT c, typeof(c), c = '5', c = 5, c < '2', c = '1', c IN ('1', '2.5') FROM " + source,
        "SELECT c FROM " + source + " WHERE c = 5",
        "SELECT typeof(c), count(*), sum(c), group_concat(c) FROM " + source + " GROUP BY 1");
    engines.sameInAnyOrder(
        "SELECT a.c, b.c FROM " + source + " a LEFT JOIN " + source + " b ON a.c = b.c");
    // SQLite has VALUES compared before they are those of the compound.
    if (!values) {
      engines.same("SELECT c FROM " + source + " WHERE c = '5'");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT 1, 1 UNION ALL SELECT t.r, n + 1 FROM w, t WHERE n < 3",
        "SELECT r, 1 FROM t UNION ALL SELECT n + 1, n + 1 FROM w WHERE n < 3",
        "SELECT r, 1 FROM t UNION ALL SELECT typeof(c), n + 1 FROM w WHERE n < 3",
        "SELECT r, 1 FROM t UNION ALL SELECT CASE n WHEN 1 THEN 7 ELSE typeof(c) END, n + 1 FROM w"
            + " WHERE n < 4",
        "SELECT r, 1 FROM t UNION SELECT +n + 1, n + (typeof(c) = 'real') FROM w WHERE n < 3",
        "SELECT r, 1 FROM t UNION ALL SELECT c, n + 1 FROM w WHERE n < 3",
        "SELECT i, 1 FROM t UNION ALL SELECT c, n + 1 FROM w WHERE n < 3 AND c = '2'",
        "SELECT s, 1 FROM t UNION ALL SELECT c, n + 1 FROM w WHERE n < 3 AND c = 4",
        "SELECT s, 1 FROM t UNION ALL SELECT c || '', n + 1 FROM w WHERE n < 3 AND c = 4",
        "SELECT 4, 1 UNION ALL SELECT s, n + 1 FROM w, t WHERE n < 3 AND c = '4'",
        "SELECT 4, 1 UNION ALL SELECT i, n + 1 FROM w, t WHERE n < 3 AND c = '4'",
        "SELECT r, i FROM t UNION ALL SELECT n, n + 1 FROM w WHERE n < 4",
        "SELECT i, r FROM t UNION ALL SELECT n, c + 1 FROM w WHERE c < 4",
        "SELECT 1, r FROM t UNION ALL SELECT n, 2 FROM w LIMIT 6",
        "SELECT 1, 1 UNION ALL SELECT c, 2 FROM w UNION ALL SELECT i, 3 FROM w, t LIMIT 6",
        "SELECT 1, 1 UNION ALL SELECT 1, 2 FROM w UNION ALL SELECT i, 3 FROM w, t LIMIT 6"
      })
  void columnsOfRecursions(String query) {
    engines.same(
        "WITH w(c, n) AS ("
            + query
            + ") SELECT c, typeof(c), n, typeof(n), c = '1', n = '2' FROM w",
        "CREATE VIEW v(c, n) AS WITH w(c, n) AS (" + query + ") SELECT n, c FROM w",
        "SELECT c, typeof(c), n, typeof(n), c = '2', n = '1', n = 4 FROM v");
  }

  @Test
  void randomCompounds() {
    System.out.println("columns of compounds: repeat with -Dbraid.seed=" + seed);
    for (int i = 0; i < 600; i++) {
      String query = compound(2);
      String source = "(" + query + ")";
      String column = query.startsWith("VALUES") ? "column1" : "c";
      if (random.nextInt(3) == 0) {
        engines.same("DROP VIEW IF EXISTS v", "CREATE VIEW v(c) AS " + query);
        source = "v";
        column = "c";
      }
      engines.sameInAnyOrder(
          "SELECT %1$s, typeof(%1$s), %1$s = '1', %1$s < 3, %1$s > '2.0' FROM %2$s"
              .formatted(column, source));
    }
  }

  private String compound(int depth) {
    StringBuilder query = new StringBuilder(part(depth));
    for (int parts = 1 + random.nextInt(2); parts > 0; parts--) {
      query.append(pick(" UNION ALL ", " UNION ALL ", " UNION ", " EXCEPT ", " INTERSECT "));
      query.append(part(depth));
    }
    return query.toString();
  }

  private String part(int depth) {
    return switch (random.nextInt(depth > 0 ? 8 : 6)) {
      case 0 -> "SELECT " + constant() + " AS c";
      case 1 -> "VALUES (" + constant() + ")";
      case 2 ->
          "VALUES ("
              + constant()
              + "), ("
              + constant()
              + pick(")", "), (" + constant() + ")", "), (" + constant() + "), (1)");
      case 3, 4, 5 ->
          "SELECT " + pick("r", "i", "x", "s", "+r", "i + 1", "i || ''") + " AS c FROM t";
      case 6 -> "SELECT " + pick("r", "i", "-i", "CAST(i AS REAL)") + " AS c FROM t WHERE r > 1";
      default -> {
        String query = compound(depth - 1);
        String column = query.startsWith("VALUES") ? "column1" : "c";
        yield "SELECT " + column + " AS c FROM (" + query + ")";
      }
    };
  }

  private String constant() {
    return pick(
        "0", "1", "2.0", "2.5", "'1'", "'a'", "NULL", "CAST(2 AS REAL)", "CAST('3' AS INT)");
  }

  private String pick(String... choices) {
    return choices[random.nextInt(choices.length)];
  }
}
