package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row values in lists of rows, or in queries, are searched by indexes of their columns. */
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
        "CREATE TABLE few(k INTEGER PRIMARY KEY, x, y TEXT, z TEXT COLLATE NOCASE, r REAL)",
        "INSERT INTO few SELECT id, nullif(a, 3), nullif(b, '4'), c, d FROM t WHERE id <= 30",
        "INSERT INTO few SELECT id, d, a, upper(c), a FROM t WHERE id BETWEEN 60 AND 90",
        "CREATE TABLE none(x, y, z)",
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

  private String columnsOf(String... names) {
    int width = 2 + random.nextInt(2);
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      columns.add(pick(names));
    }
    return String.join(", ", columns);
  }

  private String subquery(int width) {
    List<String> columns = new ArrayList<>();
    for (int i = 0; i < width; i++) {
      columns.add(pick("k", "x", "y", "z", "r", "x", "+y", "k + 1", "CAST(x AS TEXT)"));
    }
    String select = "SELECT " + String.join(", ", columns) + " FROM few";
    return switch (random.nextInt(8)) {
      case 0 -> select + " WHERE k > " + random.nextInt(90);
      case 1 -> select + " ORDER BY k LIMIT " + random.nextInt(9);
      case 2 -> select + " UNION " + select.replace("x", "y");
      case 3 -> select + " WHERE k < " + pick("t.a", "o.k", "o.x", "t.id");
      case 4 -> select + " WHERE x NOTNULL AND y NOTNULL";
      case 5 ->
          select
              .replace("few", pick("few, none", "few LEFT JOIN none ON 0"))
              .replace("x", "few.x")
              .replace("y", "few.y")
              .replace("z", "few.z");
      default -> select;
    };
  }

  private String queryOfSubquery() {
    String columns = columnsOf("a", "b", "c", "d", "t.id", "a", "b", "d", "b COLLATE NOCASE");
    String in =
        "("
            + columns
            + ") "
            + pick("", "", "", "NOT ")
            + "IN ("
            + subquery(columns.split(",").length)
            + ")";
    String more = pick("", "", " OR a = 3", " AND d > 5", " AND a > 2", " AND b IN ('1', '2')");
    if (random.nextInt(4) == 0) {
      return "SELECT o.k, (SELECT count(*) || max(t.id) FROM t WHERE " + in + ") FROM few o";
    }
    return pick(
            "SELECT o.k, t.* FROM few o, t WHERE o.k < 4 AND ",
            "SELECT o.k, t.* FROM few o LEFT JOIN t ON t.id < 90 AND ",
            "SELECT max(o.k), count(*) FROM t CROSS JOIN few o WHERE o.k = 7 AND ")
        + in
        + more;
  }

  @Test
  void rowsInQueriesAreThoseOfSqlite(@TempDir Path directory) {
    System.out.println("row values in queries: repeat with -Dbraid.seed=" + seed);
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (int i = 0; i < QUERIES / 2; i++) {
        engines.agree(queryOfSubquery());
      }
      for (String in :
          List.of(
              "(a, b) IN (SELECT x, y FROM few)",
              "(b, a) IN (SELECT y, x FROM few)",
              "(a, b) IN (SELECT x, y FROM none)",
              "(a, b) NOT IN (SELECT x, y FROM few)",
              "((a, b) IN (SELECT x, y FROM few)) IS NULL")) {
        engines.agree("SELECT * FROM w WHERE " + in);
        engines.agreeInOrder("SELECT * FROM w WHERE " + in + " ORDER BY a, b DESC");
        engines.agreeInOrder("SELECT * FROM t WHERE " + in + " ORDER BY a DESC, b, id");
      }
    }
  }

  @Test
  void changesAreThoseOfSqlite(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      engines.change("BEGIN");
      engines.change("INSERT INTO few(x, y) VALUES (9, '2'), (11, '5'), (NULL, '1')");
      engines.change("UPDATE t SET d = 'found' WHERE (a, b) IN (SELECT x, y FROM few)");
      engines.agree("SELECT * FROM t WHERE d = 'found'");
      engines.change("UPDATE t SET a = a + 1 WHERE (a, c) IN (SELECT a, c FROM t WHERE id < 50)");
      engines.change("DELETE FROM w WHERE (b, a) IN (SELECT b, a FROM w WHERE a > 30)");
      engines.agree("SELECT * FROM t");
      engines.agree("SELECT * FROM w");
      engines.change("ROLLBACK");
    }
  }

  @Test
  void anIndexIsSearchedForRowsOfAQuery(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      assertThat(plan(engines, "t", "(a, b) IN (SELECT r, y FROM few)"))
          .contains("SEARCH t USING INDEX t_ab (a=? AND b=?)")
          .containsOnlyOnce("LIST SUBQUERY");
      assertThat(plan(engines, "w", "(b, a) IN (SELECT y, r FROM few)"))
          .contains("SEARCH w USING PRIMARY KEY (a=? AND b=?)");
      assertThat(plan(engines, "t", "(d, b) IN (SELECT x, y FROM few)"))
          .contains("SEARCH t USING INDEX t_d (d=?)")
          .containsOnlyOnce("LIST SUBQUERY");
      assertThat(plan(engines, "t", "(b, id) IN (SELECT y, k FROM few)"))
          .contains("SEARCH t USING INTEGER PRIMARY KEY");
      assertThat(
              plan(
                  engines,
                  "few o CROSS JOIN t",
                  "(t.a, t.d) IN (SELECT f.r, f.x FROM few f WHERE f.k < o.k)"))
          .contains("SEARCH t USING INDEX t_d (d=?)");
      assertThat(plan(engines, "t", "(a, b) NOT IN (SELECT r, y FROM few)")).contains("SCAN t");
      assertThat(plan(engines, "t", "(a, b) IN (SELECT r, y FROM few WHERE k = t.id)"))
          .contains("SCAN t");
      assertThat(plan(engines, "t", "(d COLLATE NOCASE, c) IN (SELECT x, z FROM few)"))
          .contains("SCAN t");
    }
  }

  private static String plan(TwoEngines engines, String from, String condition) {
    return engines
        .braid("EXPLAIN QUERY PLAN SELECT * FROM " + from + " WHERE " + condition)
        .rows()
        .toString();
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
