package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows found by the parts of an OR are those that the OR holds for, each of them once. */
class UnionOfIndexesTest {
  private static final int ROWS = 3000;
  private static final int QUERIES = 800;

  private final long seed = Long.getLong("braid.seed", 11);
  private final Random random = new Random(seed);

  private List<String> setup() {
    List<String> sql = new ArrayList<>();
    sql.add("PRAGMA page_size=1024");
    sql.add(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c TEXT COLLATE NOCASE, d, e"
            + " INTEGER, f REAL)");
    sql.add("CREATE TABLE u(x INTEGER, y TEXT, z INTEGER)");
    sql.add("CREATE INDEX t_a ON t(a)");
    sql.add("CREATE INDEX t_b ON t(b DESC, e)");
    sql.add("CREATE INDEX t_c ON t(c, a)");
    sql.add("CREATE INDEX t_d ON t(d)");
    sql.add("CREATE INDEX t_f ON t(f DESC) WHERE f IS NOT NULL");
    sql.add("CREATE INDEX t_ae ON t(a + e)");
    sql.add("BEGIN");
    for (int id = 1; id <= ROWS; id++) {
      sql.add(
          Stream.of(id + "", number(), text(), text(), anything(), number(), number() + " * 0.5")
              .collect(Collectors.joining(", ", "INSERT INTO t VALUES(", ")")));
    }
    for (int i = 0; i < 12; i++) {
      sql.add("INSERT INTO u VALUES(" + number() + ", " + text() + ", " + number() + ")");
    }
    sql.add("COMMIT");
    sql.add("ANALYZE");
    return sql;
  }

  private String number() {
    return random.nextInt(12) == 0 ? "NULL" : Integer.toString(random.nextInt(150));
  }

  private String text() {
    String text = "k" + random.nextInt(150);
    return random.nextInt(12) == 0
        ? "NULL"
        : "'" + (random.nextBoolean() ? text : text.toUpperCase(java.util.Locale.ROOT)) + "'";
  }

  private String anything() {
    return switch (random.nextInt(4)) {
      case 0 -> "'" + random.nextInt(100) + "'";
      case 1 -> "x'6b" + (30 + random.nextInt(9)) + "'";
      case 2 -> random.nextInt(100) + ".0";
      default -> number();
    };
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  /** A condition, most of which an index can serve. */
  private String condition() {
    return switch (random.nextInt(19)) {
      case 0 -> "a = " + number();
      case 1 -> "a = '" + random.nextInt(150) + "'";
      case 2 -> "b = " + text();
      case 3 -> "c = " + text();
      case 4 -> "c COLLATE BINARY = " + text();
      case 5 -> "d = " + anything();
      case 6 -> "a IS NULL";
      case 7 -> "a IS " + number();
      case 8 -> "b IN (" + text() + ", " + text() + ", NULL)";
      case 9 -> "b LIKE 'k1" + pick("%", "_", "1%'  AND e < '50") + "'";
      case 10 -> "b GLOB 'k" + pick("9*", "?", "[12]3") + "'";
      case 11 -> "id " + pick("= ", "< ", "<= ") + random.nextInt(40);
      case 12 -> "id IN (4, 7, " + random.nextInt(ROWS) + ", 'x', NULL)";
      case 13 -> "a BETWEEN " + random.nextInt(140) + " AND " + random.nextInt(150);
      case 14 -> "f > " + (60 + random.nextInt(15));
      case 15 -> "a + e = " + random.nextInt(300);
      case 16 -> "d " + pick(">", ">=") + " " + pick("95", "'95'", "x'6b37'");
      case 17 -> "(a, b) " + pick("= ", "> ") + "(" + random.nextInt(150) + ", " + text() + ")";
      default -> "(a = " + number() + " OR a = " + number() + ")";
    };
  }

  /** A part of an OR: what an index serves, and sometimes what it does not. */
  private String part() {
    return switch (random.nextInt(6)) {
      case 0 -> condition() + " AND e < " + random.nextInt(150);
      case 1 -> condition() + " AND " + condition();
      case 2 -> "b = " + text() + " AND e = " + number();
      case 3 ->
          condition()
              + " AND "
              + pick("1", "0", "NULL", "EXISTS (SELECT 1 FROM u WHERE x = e)", "1 = 2");
      default -> condition();
    };
  }

  private String either() {
    int parts = 2 + random.nextInt(3);
    return Stream.generate(this::part).limit(parts).collect(Collectors.joining(" OR ", "(", ")"));
  }

  @Test
  void rowsAreThoseOfSqlite(@TempDir Path directory) {
    System.out.println("unions of indexes: repeat with -Dbraid.seed=" + seed);
    int unions = 0;
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (int i = 0; i < QUERIES; i++) {
        String where = either();
        if (random.nextInt(4) == 0) {
          where += pick(" AND e IS NOT NULL", " AND f > 10", " AND b LIKE 'k%'", " AND c > 'k2'");
        }
        String query =
            "SELECT " + pick("count(*)", "id", "id, e", "sum(e), count(f)") + " FROM t WHERE ";
        engines.agree(query + where);
        if (plan(engines, query + where).contains("MULTI-INDEX OR")) {
          unions++;
        }
      }
    }
    assertThat(unions).isGreaterThan(QUERIES / 4);
  }

  @Test
  void rowsOfJoinsAreThoseOfSqlite(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      List<String> joins =
          List.of(
              "u CROSS JOIN t WHERE a = x OR b = y",
              "u CROSS JOIN t WHERE a = x OR b = y AND e = z",
              "u CROSS JOIN t WHERE a = x AND z > 50 OR b = y AND z <= 50",
              "u CROSS JOIN t WHERE a = x AND z > 50 OR b = y AND e > z OR id = z",
              "u LEFT JOIN t ON a = x OR b = y",
              "u LEFT JOIN t ON a = x AND z > 50 OR b = y AND z < 20",
              "u LEFT JOIN t ON a = x OR b = y WHERE a = 3 OR b IS NULL",
              "u LEFT JOIN t ON a = x WHERE a = 3 OR b = 'k7' OR id IS NULL",
              "t LEFT JOIN u ON a = x WHERE a = 3 OR b = 'k7' OR b = 'K8'");
      for (String join : joins) {
        engines.agree("SELECT x, y, z, id, e FROM " + join);
        engines.agree("SELECT count(*) FROM " + join);
      }
      assertThat(plan(engines, "SELECT count(*) FROM " + joins.get(2))).contains("MULTI-INDEX OR");
      assertThat(plan(engines, "SELECT count(*) FROM " + joins.get(4))).contains("MULTI-INDEX OR");
    }
  }

  @Test
  void rowsThatChangeWhileTheyAreFoundChangeOnce(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (String change :
          List.of(
              "UPDATE t SET a = a + 1 WHERE a = 3 OR a = 4 OR b = 'k7' RETURNING id, a",
              "UPDATE t SET a = 5, b = 'k9' WHERE a = 6 OR b IN ('k8', 'k9') RETURNING id, a",
              "DELETE FROM t WHERE a = 5 OR b = 'K9' AND e > 20 RETURNING id")) {
        engines.agree(change);
        engines.agree("SELECT * FROM t");
      }
    }
  }

  @Test
  void whatChangesIsAskedForEachRow(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      String query = "SELECT count(*) FROM t WHERE a IN (1, 2, 3, 4, 5, 6) AND random() > 0";
      String either = query + " OR b = 'k1'";
      assertThat(plan(engines, either)).contains("MULTI-INDEX OR");
      long all = count(engines, query.replace("random() > 0", "1"));
      long without = count(engines, "SELECT count(*) FROM t WHERE b = 'k1'");
      assertThat(count(engines, either)).isGreaterThan(without).isLessThan(all);
    }
  }

  private static long count(TwoEngines engines, String query) {
    return Long.parseLong(engines.braid(query).rows().getFirst().replace("|", ""));
  }

  private static String plan(TwoEngines engines, String query) {
    return String.join("\n", engines.braid("EXPLAIN QUERY PLAN " + query).rows());
  }
}
