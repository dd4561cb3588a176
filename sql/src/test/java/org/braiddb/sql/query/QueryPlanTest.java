package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Plans that SQLite chooses too, in its words: columns parent and detail of EXPLAIN QUERY PLAN. */
class QueryPlanTest {
  @TempDir static Path directory;

  private static TwoEngines engines;

  @BeforeAll
  static void begin() {
    engines =
        new TwoEngines(
            directory,
            List.of(
                "CREATE TABLE t(a INTEGER PRIMARY KEY, b INT, c TEXT, d TEXT COLLATE NOCASE,"
                    + " e REAL, f TEXT, g INT, h INT)",
                "CREATE INDEX tb ON t(b)",
                "CREATE INDEX tc ON t(c)",
                "CREATE INDEX td ON t(d)",
                "CREATE INDEX tef ON t(e, f)",
                "CREATE INDEX tpart ON t(g) WHERE g IS NOT NULL",
                "CREATE INDEX tpart2 ON t(h) WHERE f = 'x'",
                "CREATE INDEX texpr ON t(lower(f))",
                "CREATE TABLE u(x INT, y TEXT)",
                "CREATE TABLE w(k TEXT PRIMARY KEY, v) WITHOUT ROWID",
                "CREATE TABLE big(id INTEGER PRIMARY KEY, p INT, q INT)",
                "CREATE INDEX big_p ON big(p)",
                "CREATE INDEX big_q ON big(q)",
                "CREATE TABLE small(k INT, v TEXT)",
                "INSERT INTO big WITH RECURSIVE s(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM s"
                    + " WHERE i < 3000) SELECT NULL, i % 3, i % 500 FROM s",
                "INSERT INTO small VALUES(1, 'a'), (2, 'b')",
                "ANALYZE"));
  }

  @AfterAll
  static void end() {
    engines.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t WHERE b = 1 OR c = 'x'",
        "SELECT * FROM t ORDER BY b, c LIMIT 5",
        "SELECT * FROM t WHERE b > 5 ORDER BY b DESC, c, f",
        "SELECT * FROM t WHERE e = 5 ORDER BY f, g LIMIT 5",
        "SELECT * FROM t WHERE g = 5",
        "SELECT * FROM t WHERE g > 5",
        "SELECT * FROM t WHERE h = 5",
        "SELECT * FROM t WHERE h = 5 AND f = 'x'",
        "SELECT * FROM t WHERE lower(f) = 'x'",
        "SELECT * FROM t WHERE d LIKE 'abc%'",
        "SELECT * FROM t WHERE c LIKE 'abc%'",
        "SELECT * FROM t WHERE d LIKE 'a\\_c%' ESCAPE '\\'",
        "SELECT * FROM t WHERE d LIKE '_c%' ESCAPE '\\'",
        "SELECT * FROM t WHERE c GLOB 'abc*'",
        "SELECT * FROM t WHERE c GLOB '*abc'",
        "SELECT * FROM t WHERE b IN (1, 2, 3)",
        "UPDATE u SET x = (SELECT max(b) FROM t)",
        "UPDATE u SET x = (SELECT max(c) FROM t WHERE t.b = u.x), y = EXISTS(SELECT 1 FROM w)",
        "UPDATE u SET (x, y) = (SELECT b, c FROM t)",
        "INSERT INTO u VALUES((SELECT max(b) FROM t), 2)",
        "DELETE FROM u WHERE x = 1 RETURNING (SELECT max(b) FROM t)",
        "SELECT min(b) FROM t",
        "SELECT max(b) FROM t WHERE b < 10",
        "SELECT max(x) FROM u",
        "SELECT b, count(*) FROM t GROUP BY b",
        "SELECT e, f, count(*) FROM t GROUP BY f, e",
        "SELECT y, count(*) FROM u GROUP BY y",
        "SELECT DISTINCT b FROM t",
        "SELECT DISTINCT x FROM u",
        "SELECT DISTINCT c FROM t ORDER BY c",
        "SELECT b, count(*) FROM t GROUP BY b ORDER BY b",
        "SELECT b, count(*) FROM t GROUP BY b ORDER BY b DESC",
        "SELECT b, count(*) FROM t GROUP BY b ORDER BY count(*)",
        "SELECT y, count(*) FROM u GROUP BY y ORDER BY y",
        "SELECT * FROM t ORDER BY b LIMIT 5",
        "SELECT b FROM t ORDER BY b",
        "SELECT * FROM t ORDER BY lower(f) LIMIT 5",
        "SELECT * FROM t ORDER BY a DESC",
        "SELECT * FROM u ORDER BY y",
        "SELECT * FROM u JOIN t ON t.a = u.x",
        "SELECT * FROM u LEFT JOIN t ON t.a = u.x WHERE t.b IS NULL",
        "SELECT * FROM t WHERE b = (SELECT max(x) FROM u)",
        "SELECT * FROM t WHERE a IN (SELECT x FROM u)",
        "SELECT * FROM (SELECT b, count(*) AS n FROM t GROUP BY b) WHERE n > 1",
        "SELECT x FROM u UNION ALL SELECT b FROM t",
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 9)"
            + " SELECT * FROM n",
        "SELECT * FROM t WHERE a > 5 AND a < 10",
        "SELECT * FROM t INDEXED BY tb WHERE b > 1",
        "SELECT * FROM t NOT INDEXED WHERE b = 1",
        "SELECT * FROM w WHERE k = 'a'",
        "SELECT * FROM w ORDER BY k",
        "SELECT count(DISTINCT b) FROM t",
        "SELECT * FROM t WHERE e = 1 AND f > 'a' ORDER BY f",
        "SELECT * FROM t WHERE e = 1 ORDER BY f DESC",
        "SELECT * FROM t WHERE b BETWEEN 1 AND 5 ORDER BY b DESC",
        "SELECT * FROM big WHERE p = 1 AND q = 2",
        "SELECT * FROM big WHERE p = 1",
        "SELECT * FROM big JOIN small ON big.q = small.k",
        "SELECT * FROM small JOIN big ON big.q = small.k"
      })
  void planIsThatOfSqlite(String query) {
    String explain = "EXPLAIN QUERY PLAN " + query;
    assertThat(details(engines.braid(explain))).isEqualTo(details(engines.sqlite(explain)));
  }

  /** The last column of each row; the others are numbers whose values mean nothing. */
  private static List<String> details(TwoEngines.Answer answer) {
    assertThat(answer.error()).isEmpty();
    return answer.rows().stream().map(row -> row.split("[|]", 4)[3]).toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT * FROM t INDEXED BY tpart WHERE b > 1",
        "SELECT * FROM t INDEXED BY tpart2 WHERE h = 1",
        "SELECT * FROM t INDEXED BY nothing WHERE b = 1"
      })
  void indexThatCannotBeUsedIsRefused(String query) {
    assertThat(engines.sqlite(query).error()).isNotEmpty();
    assertThat(engines.braid(query).error()).startsWith(engines.sqlite(query).error());
  }
}
