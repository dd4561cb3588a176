package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row values in lists of rows are searched by indexes of their columns. */
class RowValueInTest {
  private static final int QUERIES = 400;

  private final long seed = Long.getLong("braid.seed", 19);
  private final Random random = new Random(seed);

  private static List<String> setup() {
    return List.of(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c TEXT COLLATE NOCASE, d)",
        "CREATE TABLE w(a INTEGER, b TEXT, PRIMARY KEY(a, b DESC)) WITHOUT ROWID",
        "CREATE INDEX t_ab ON t(a, b DESC)",
        "CREATE INDEX t_c ON t(c)",
        "CREATE INDEX t_d ON t(d)",
        "INSERT INTO t WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <"
            + " 2000) SELECT i, nullif(i % 70, 7), i % 9, substr('abABcC', 1 + i % 6, 1), CASE i %"
            + " 4 WHEN 0 THEN i % 50 WHEN 1 THEN '' || i % 50 WHEN 2 THEN i % 50 + 0.5 END FROM n",
        "INSERT OR IGNORE INTO w SELECT a, b FROM t WHERE a IS NOT NULL",
        "ANALYZE");
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String value() {
    int number = random.nextInt(12);
    return pick(number + "", "'" + number + "'", number + ".0", "NULL", "'a'", "'B'", "x'61'");
  }

  private String rows(int width) {
    List<String> rows = new ArrayList<>();
    for (int i = 1 + random.nextInt(5); i > 0; i--) {
      List<String> row = new ArrayList<>();
      for (int k = 0; k < width; k++) {
        row.add(value());
      }
      rows.add("(" + String.join(", ", row) + ")");
    }
    return "(VALUES " + String.join(", ", rows) + ")";
  }

  private String query() {
    String columns = pick("a, b", "b, a", "id, a", "c, a", "d, a", "a, b, c", "d, c", "a, d");
    boolean narrow = columns.matches("[ab, ]+") && random.nextBoolean();
    String list = rows(columns.split(",").length);
    String not = pick("", "", "", "NOT ");
    String more = pick("", "", narrow ? " OR a = 3" : " AND d > 5", " AND a > 2");
    return "SELECT * FROM "
        + (narrow ? "w" : "t")
        + " WHERE ("
        + columns
        + ") "
        + not
        + "IN "
        + list
        + more;
  }

  @Test
  void rowsAreThoseOfSqlite(@TempDir Path directory) {
    System.out.println("row values in lists: repeat with -Dbraid.seed=" + seed);
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (int i = 0; i < QUERIES; i++) {
        engines.agree(query());
      }
      engines.agree(
          "SELECT t.id FROM w LEFT JOIN t ON (t.a, t.b) IN (VALUES (1, '1'), (2, '2')) AND t.id <"
              + " 9");
      engines.agree("SELECT count(*) FROM t WHERE (a, b) IN (VALUES (1, 2) LIMIT 0)");
    }
  }

  @Test
  void anIndexIsSearched(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      String query = "EXPLAIN QUERY PLAN SELECT * FROM t WHERE (%s) IN (VALUES (1, '2'), (3, '4'))";
      assertThat(engines.braid(query.formatted("a, b")).rows().toString())
          .contains("SEARCH t USING INDEX t_ab (a=? AND b=?)");
      assertThat(engines.braid(query.formatted("id, d")).rows().toString())
          .contains("SEARCH t USING INTEGER PRIMARY KEY");
      assertThat(engines.braid(query.formatted("+a, +b")).rows().toString()).contains("SCAN t");
    }
  }
}
