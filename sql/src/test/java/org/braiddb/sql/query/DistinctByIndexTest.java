package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** DISTINCT passes equal entries of indexes, and leaves none out that is another. */
class DistinctByIndexTest {
  private static final int ROWS = 4000;
  private static final int QUERIES = 400;

  private final long seed = Long.getLong("braid.seed", 3);
  private final Random random = new Random(seed);

  private List<String> setup(boolean analyzed) {
    List<String> sql = new ArrayList<>();
    sql.add("PRAGMA page_size=1024");
    sql.add(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, b INTEGER, c TEXT, d TEXT COLLATE"
            + " NOCASE, r REAL)");
    sql.add(
        "CREATE TABLE w(a INTEGER, c TEXT, b INTEGER, PRIMARY KEY(a, c DESC, b)) WITHOUT"
            + " ROWID");
    sql.add("CREATE INDEX t_ab ON t(a, b)");
    sql.add("CREATE INDEX t_cb ON t(c DESC, b)");
    sql.add("CREATE INDEX t_nocase ON t(c COLLATE NOCASE, a)");
    sql.add("CREATE INDEX t_d ON t(d, b)");
    sql.add("CREATE INDEX t_binary ON t(d COLLATE BINARY, b)");
    sql.add("CREATE INDEX t_r ON t(r, a, b) WHERE a > 1");
    sql.add("BEGIN");
    for (int id = 1; id <= ROWS; id++) {
      sql.add(
          "INSERT INTO t VALUES("
              + String.join(", ", id + "", few(), few(), text(), text(), few())
              + ")");
      sql.add(
          "INSERT OR IGNORE INTO w VALUES("
              + String.join(", ", random.nextInt(6) + "", "'" + random.nextInt(5) + "'", id + "")
              + ")");
    }
    sql.add("COMMIT");
    if (analyzed) {
      sql.add("ANALYZE");
    }
    return sql;
  }

  /** Some values are frequent, others rare. */
  private String few() {
    int value = random.nextInt(7) * random.nextInt(7) * random.nextInt(3);
    return value == 6 ? "NULL" : Integer.toString(value);
  }

  private String text() {
    String text = "abcde".charAt(random.nextInt(5)) + "x".repeat(random.nextInt(2) * 20);
    return "'" + (random.nextInt(4) == 0 ? text.toUpperCase(java.util.Locale.ROOT) : text) + "'";
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String query() {
    String columns = pick("a", "b", "c", "d", "a, b", "b, a", "c, b", "d, b", "r", "r, a", "c, a");
    String table = columns.matches("[abc, ]+") ? pick("t", "t", "w") : "t";
    String where =
        switch (random.nextInt(table.equals("t") ? 9 : 7)) {
          case 0 -> " WHERE a > " + random.nextInt(9);
          case 1 -> " WHERE a IN (0, 2, 4, 12) AND b % 3 <> 1";
          case 2 -> " WHERE c BETWEEN 'B' AND 'd'";
          case 3 -> " WHERE a = " + random.nextInt(5);
          case 4 -> " WHERE b % 4 = " + random.nextInt(4);
          case 7 -> " WHERE r <> " + random.nextInt(9);
          case 8 -> " WHERE r > 9 AND b < " + random.nextInt(40);
          default -> "";
        };
    String direction = pick("", " DESC");
    String order =
        random.nextBoolean()
            ? ""
            : " ORDER BY " + columns.replace(",", direction + ",") + direction;
    String limit =
        order.isEmpty() || random.nextBoolean() ? "" : " LIMIT 5 OFFSET " + random.nextInt(4);
    return "SELECT DISTINCT " + columns + " FROM " + table + where + order + limit;
  }

  /** Whatever index it uses, the rows are those of another way. */
  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void rowsAreThoseOfSqlite(boolean analyzed, @TempDir Path directory) {
    System.out.println("DISTINCT by indexes: repeat with -Dbraid.seed=" + seed);
    try (TwoEngines engines = new TwoEngines(directory, setup(analyzed))) {
      for (int i = 0; i < QUERIES; i++) {
        String query = query();
        TwoEngines.Answer rows = engines.braid(query);
        assertThat(rows.error()).isEmpty();
        if (query.contains(" d") || query.contains("nocase")) {
          // Which of the texts that are equal stands for them depends on the plan.
          assertThat(rows.rows()).as(query).hasSameSizeAs(engines.sqlite(query).rows());
        } else if (query.contains("ORDER BY")) {
          engines.agreeInOrder(query);
        } else {
          engines.agree(query);
        }
      }
    }
  }

  /** With statistics it is known that many rows agree, so that few of them need be looked up. */
  @Test
  void rowsOfTheSameValueArePassedWhereEntriesAloneDoNotDecide(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup(true))) {
      for (String query :
          List.of(
              "SELECT DISTINCT a FROM t WHERE r > 1",
              "SELECT count(DISTINCT a) FROM t WHERE r > 1",
              "SELECT sum(DISTINCT a) + 1 FROM t WHERE r > 1 AND d <> 'x'",
              "SELECT DISTINCT c FROM t WHERE r > 1 ORDER BY c DESC")) {
        assertThat(plan(engines, query)).as(query).containsPattern("SCAN t USING INDEX t_(ab|cb)");
        assertThat(plan(engines, query)).as(query).doesNotContain("TEMP");
      }
      for (String query :
          List.of(
              "SELECT DISTINCT a FROM t WHERE r > 1 LIMIT 2",
              "SELECT DISTINCT a FROM t WHERE r > (SELECT 1)",
              "SELECT DISTINCT a, id FROM t WHERE r > 1",
              "SELECT DISTINCT a + 1 FROM t WHERE r > 1",
              "SELECT count(DISTINCT a), count(*) FROM t WHERE r > 1",
              "SELECT count(DISTINCT id) FROM t WHERE r > 1")) {
        assertThat(plan(engines, query)).as(query).doesNotContain("USING INDEX");
      }
      engines.change("DELETE FROM sqlite_stat1");
      engines.change("ANALYZE sqlite_schema");
      assertThat(plan(engines, "SELECT count(DISTINCT a) FROM t WHERE r > 1"))
          .doesNotContain("USING INDEX");
    }
  }

  private static String plan(TwoEngines engines, String query) {
    return String.join("\n", engines.braid("EXPLAIN QUERY PLAN " + query).rows());
  }

  @Test
  void collationOfTheIndexDoesNotDecide(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup(false))) {
      for (String index : List.of("t_nocase", "t_cb", "t_d", "t_binary")) {
        engines.agree("SELECT DISTINCT c FROM t INDEXED BY " + index + " WHERE c > ''");
        engines.agree("SELECT DISTINCT lower(d) FROM t INDEXED BY " + index + " WHERE d > ''");
        assertThat(engines.braid("SELECT DISTINCT d FROM t INDEXED BY " + index).rows())
            .hasSize(10);
        engines.agree(
            "SELECT DISTINCT c, a FROM t INDEXED BY t_nocase WHERE c COLLATE NOCASE = 'a'");
      }
    }
  }
}
