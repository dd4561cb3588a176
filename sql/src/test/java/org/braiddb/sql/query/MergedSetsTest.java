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

/** UNION, INTERSECT and EXCEPT of sides that come in order are those of SQLite. */
class MergedSetsTest {
  private static final int ROWS = 1200;
  private static final int QUERIES = 600;

  private final long seed = Long.getLong("braid.seed", 11);
  private final Random random = new Random(seed);

  private List<String> setup(boolean analyzed) {
    List<String> sql = new ArrayList<>();
    sql.add("PRAGMA page_size=1024");
    for (String table : List.of("t", "u")) {
      sql.add(
          "CREATE TABLE "
              + table
              + "(id INTEGER PRIMARY KEY, a INT, b INT, c TEXT, d TEXT COLLATE NOCASE, m, e)");
      sql.add("CREATE INDEX " + table + "_ab ON " + table + "(a, b)");
      sql.add("CREATE INDEX " + table + "_b ON " + table + "(b)");
      sql.add("CREATE INDEX " + table + "_c ON " + table + "(c DESC)");
      sql.add("CREATE INDEX " + table + "_d ON " + table + "(d)");
      sql.add("CREATE INDEX " + table + "_m ON " + table + "(m)");
      sql.add("CREATE INDEX " + table + "_e ON " + table + "(e)");
      sql.add("CREATE INDEX " + table + "_sum ON " + table + "(a + b)");
    }
    sql.add("CREATE TABLE w(a INT, c TEXT, b INT, PRIMARY KEY(a, c)) WITHOUT ROWID");
    sql.add("CREATE TABLE none(id INTEGER PRIMARY KEY, a INT, m)");
    sql.add("CREATE INDEX none_m ON none(m)");
    sql.add("BEGIN");
    for (int id = 1; id <= ROWS; id++) {
      for (String table : List.of("t", "u")) {
        sql.add(
            "INSERT INTO "
                + table
                + " VALUES("
                + String.join(", ", "NULL", few(), few(), text(), text(), mixed(), equal())
                + ")");
      }
      sql.add("INSERT OR IGNORE INTO w VALUES(" + id % 30 + ", " + text() + ", " + id + ")");
    }
    sql.add("DELETE FROM u WHERE id % 3 = 1");
    sql.add("DELETE FROM w WHERE c IS NULL");
    sql.add("COMMIT");
    if (analyzed) {
      sql.add("ANALYZE");
    }
    return sql;
  }

  private String few() {
    int value = random.nextInt(40) * random.nextInt(40);
    return value == 6 ? "NULL" : Integer.toString(value);
  }

  private String text() {
    String text = "abcdefgh".charAt(random.nextInt(8)) + "x".repeat(random.nextInt(3) * 20);
    return "'" + (random.nextInt(4) == 0 ? text.toUpperCase(java.util.Locale.ROOT) : text) + "'";
  }

  /** Values of all types. */
  private String mixed() {
    int value = random.nextInt(9);
    return pick(value + "", value + ".5", "'" + value + "'", "x'3" + value + "'", "NULL");
  }

  /** Some are equal though their types differ. */
  private String equal() {
    return random.nextInt(9) + pick("", ".0");
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String side(String columns) {
    String table = columns.matches("a, c") ? pick("t", "w") : pick("t", "t", "u");
    String where =
        switch (random.nextInt(9)) {
          case 0 -> " WHERE a > " + random.nextInt(300);
          case 1 -> " WHERE b % 3 = 1";
          case 2 -> " WHERE a = " + random.nextInt(12);
          case 3 -> " WHERE a IS NOT NULL";
          case 4 -> " WHERE a < 0";
          default -> "";
        };
    return "SELECT " + pick("", "", "DISTINCT ") + columns + " FROM " + table + where;
  }

  private String columns(int count) {
    return count == 1
        ? pick("a", "b", "c", "m", "id", "a + b", "c COLLATE BINARY")
        : pick("a, b", "id, a", "a, c", "b, id", "c, id", "id, m");
  }

  private String operator() {
    return pick(" UNION ", " INTERSECT ", " EXCEPT ");
  }

  private String query() {
    int count = 1 + random.nextInt(2);
    String query = side(columns(count)) + operator() + side(columns(count));
    if (random.nextInt(4) == 0) {
      query += operator() + side(columns(count));
    }
    return switch (random.nextInt(6)) {
      case 0 -> "SELECT count(*) FROM (" + query + ")";
      case 1 -> query + " ORDER BY 1 LIMIT " + random.nextInt(8);
      case 2 -> query + (count == 1 ? " ORDER BY 1 DESC" : " ORDER BY 2, 1 DESC");
      case 3 -> "SELECT * FROM (" + query + ") LIMIT 5 OFFSET 3";
      default -> query;
    };
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void setsAreThoseOfSqlite(boolean analyzed, @TempDir Path directory) {
    System.out.println("merged sets: repeat with -Dbraid.seed=" + seed);
    try (TwoEngines engines = new TwoEngines(directory, setup(analyzed))) {
      for (int i = 0; i < QUERIES; i++) {
        engines.agreeInOrder(query());
      }
    }
  }

  /** Of equal values that differ, UNION shows the right side's, the others the left side's. */
  @Test
  void equalRowsAreThoseOfTheSameSideAsInSqlite(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup(false))) {
      for (String operator : List.of("UNION", "INTERSECT", "EXCEPT")) {
        engines.agreeInOrder("SELECT e FROM t " + operator + " SELECT e FROM u WHERE e > 3");
        engines.agreeInOrder("SELECT e FROM u WHERE e > 3 " + operator + " SELECT e FROM t");
        engines.agreeInOrder("SELECT d FROM t " + operator + " SELECT d FROM u WHERE d > 'c'");
        engines.agreeInOrder("SELECT d FROM t WHERE d < 'c' " + operator + " SELECT d FROM u");
        engines.agreeInOrder("SELECT d FROM t " + operator + " SELECT c FROM u");
        engines.agreeInOrder("SELECT c FROM t " + operator + " SELECT d FROM u");
        engines.agreeInOrder("SELECT e FROM t " + operator + " SELECT m FROM none");
        engines.agreeInOrder("SELECT m FROM none " + operator + " SELECT e FROM t");
        engines.agreeInOrder("SELECT id FROM none " + operator + " SELECT id FROM none");
      }
    }
  }

  @Test
  void changesMadeByTheirOwnRowsAreNotSeen(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup(true))) {
      engines.change("BEGIN");
      engines.change("UPDATE t SET a = a + 5000 WHERE id % 7 = 2");
      engines.agreeInOrder("SELECT a FROM t UNION SELECT a FROM u");
      engines.change("INSERT INTO t(a) SELECT a + 1 FROM t UNION SELECT a + b FROM t");
      engines.change("INSERT INTO t(a) SELECT a FROM t EXCEPT SELECT a FROM u");
      engines.change("INSERT INTO t(id) SELECT id + 5000 FROM t UNION SELECT id + 5000 FROM u");
      engines.change("INSERT INTO t(a, b) SELECT a, b FROM t INTERSECT SELECT a, b FROM t");
      engines.change("DELETE FROM u WHERE a IN (SELECT a FROM u INTERSECT SELECT a FROM t)");
      engines.agreeInOrder("SELECT id, a FROM t UNION SELECT id, a FROM u");
      engines.agree(
          "SELECT k.a, (SELECT count(*) FROM (SELECT a FROM t WHERE b = k.b UNION"
              + " SELECT a FROM u WHERE b = k.b)) FROM w k");
      engines.change("ROLLBACK");
      engines.agreeInOrder("SELECT a FROM t EXCEPT SELECT b FROM u");
    }
  }

  @Test
  void onlySidesInTheOrderOfTheirColumnsAreMerged(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup(true))) {
      for (String query :
          List.of(
              "SELECT a FROM t UNION SELECT b FROM t",
              "SELECT c FROM t EXCEPT SELECT c FROM u",
              "SELECT id, a FROM t INTERSECT SELECT id, m FROM u",
              "SELECT a, b FROM t UNION SELECT a, b FROM u UNION SELECT id, a FROM u",
              "SELECT d FROM t INTERSECT SELECT d FROM u")) {
        String plan = plan(engines, query);
        assertThat(plan).as(query).contains("MERGE (").doesNotContain("TEMP B-TREE");
      }
      for (String query :
          List.of(
              "SELECT c FROM t UNION SELECT d FROM t",
              "SELECT b, a FROM t UNION SELECT b, a FROM u",
              "SELECT a FROM t UNION SELECT 5",
              "SELECT a FROM t UNION SELECT count(*) FROM u",
              "SELECT a FROM t NOT INDEXED UNION SELECT a FROM u",
              "SELECT a FROM t UNION ALL SELECT a FROM u")) {
        assertThat(plan(engines, query)).as(query).doesNotContain("MERGE (");
      }
    }
  }

  private static String plan(TwoEngines engines, String query) {
    return String.join("\n", engines.braid("EXPLAIN QUERY PLAN " + query).rows());
  }
}
