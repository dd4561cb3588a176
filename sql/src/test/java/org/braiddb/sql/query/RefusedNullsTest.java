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

/** Scans of indexes leave out the NULLs that a condition refuses, and nothing else. */
class RefusedNullsTest {
  private static final int ROWS = 2000;
  private static final int QUERIES = 500;

  private final long seed = Long.getLong("braid.seed", 5);
  private final Random random = new Random(seed);

  private List<String> setup() {
    List<String> sql = new ArrayList<>();
    sql.add("PRAGMA page_size=1024");
    sql.add(
        "CREATE TABLE t(id INTEGER PRIMARY KEY, a INTEGER, b TEXT, c, n INTEGER NOT NULL, long"
            + " TEXT)");
    sql.add("CREATE TABLE u(x INTEGER, y TEXT)");
    sql.add("CREATE TABLE w(k TEXT, v INTEGER, PRIMARY KEY(k)) WITHOUT ROWID");
    sql.add("CREATE INDEX t_ab ON t(a, b)");
    sql.add("CREATE INDEX t_ba ON t(b, a DESC)");
    sql.add("CREATE INDEX t_c ON t(c DESC, a)");
    sql.add("CREATE INDEX t_n ON t(n, c DESC)");
    sql.add("CREATE INDEX t_some ON t(b COLLATE NOCASE, c) WHERE b IS NOT NULL");
    sql.add("CREATE INDEX t_sum ON t(a + n, c)");
    sql.add("CREATE INDEX w_v ON w(v DESC)");
    sql.add("BEGIN");
    for (int id = 1; id <= ROWS; id++) {
      sql.add(
          Stream.of(id + "", number(), text(), pick(number(), text(), "x'00'"), id % 9 + "")
              .collect(Collectors.joining(", ", "INSERT INTO t VALUES(", ", zeroblob(90))")));
      sql.add("INSERT INTO w VALUES('k" + id + "', " + number() + ")");
    }
    for (int i = 0; i < 9; i++) {
      sql.add("INSERT INTO u VALUES(" + number() + ", " + text() + ")");
    }
    sql.add("COMMIT");
    return sql;
  }

  private String number() {
    return random.nextInt(3) == 0 ? "NULL" : Integer.toString(random.nextInt(9));
  }

  private String text() {
    return random.nextInt(3) == 0 ? "NULL" : "'" + "aAbBcC".charAt(random.nextInt(6)) + "'";
  }

  private String pick(String... of) {
    return of[random.nextInt(of.length)];
  }

  private String condition() {
    return switch (random.nextInt(9)) {
      case 0 -> "b = " + text();
      case 1 -> "a " + pick("=", "<", ">", "IS", "IS NOT") + " " + number();
      case 2 -> "n IN (3, 5)";
      case 3 -> "b LIKE 'a%'";
      case 4 -> pick("a", "b", "c", "a + n") + " IS NULL";
      default -> pick("a", "b", "c", "c", "n", "a + n", "b COLLATE NOCASE") + " IS NOT NULL";
    };
  }

  private String query() {
    String from = pick("t", "t", "t INDEXED BY t_c", "t INDEXED BY t_ba", "t INDEXED BY t_ab");
    String where = condition() + (random.nextBoolean() ? " AND " + condition() : "");
    String end =
        switch (random.nextInt(4)) {
          case 0 -> "SELECT count(*), min(a), max(b), count(c) FROM " + from + " WHERE " + where;
          case 1 ->
              "SELECT "
                  + pick("min", "max")
                  + "("
                  + pick("a", "b", "c", "id")
                  + ") FROM "
                  + from
                  + " WHERE "
                  + where;
          case 2 -> {
            String column = pick("a", "b", "c");
            yield "SELECT "
                + column
                + ", count(*) FROM "
                + from
                + " WHERE "
                + where
                + " GROUP BY "
                + column;
          }
          default ->
              "SELECT a, b, c, n FROM "
                  + from
                  + " WHERE "
                  + where
                  + " ORDER BY "
                  + pick(
                      "a", "b", "c", "n", "a DESC", "c DESC", "b DESC NULLS FIRST", "a NULLS LAST")
                  + ", 1, 2, 3, 4"
                  + pick("", " LIMIT 20", " LIMIT 20 OFFSET 30");
        };
    return end;
  }

  @Test
  void rowsAreThoseOfSqlite(@TempDir Path directory) {
    System.out.println("refused NULLs: repeat with -Dbraid.seed=" + seed);
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (int i = 0; i < QUERIES; i++) {
        String query = query();
        if (query.contains("ORDER BY")) {
          engines.agreeInOrder(query);
        } else {
          engines.agree(query);
        }
      }
    }
  }

  @Test
  void rowsOfJoinsAreThoseOfSqlite(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (String join :
          List.of(
              "u CROSS JOIN t WHERE b = y AND a IS NOT NULL",
              "u LEFT JOIN t ON b = y AND a IS NOT NULL",
              "u LEFT JOIN t ON b = y WHERE a IS NOT NULL",
              "u LEFT JOIN t ON b = y AND a IS NOT NULL WHERE a IS NULL",
              "u LEFT JOIN t ON b = y AND x IS NOT NULL",
              "u LEFT JOIN t ON b = y WHERE x IS NOT NULL OR a IS NOT NULL",
              "u FULL JOIN t ON b = y AND a IS NOT NULL")) {
        engines.agree("SELECT x, y, a, b FROM " + join);
      }
    }
  }

  @Test
  void rowsThatChangeWhileTheyAreFoundChangeOnce(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (String change :
          List.of(
              "UPDATE t INDEXED BY t_ab SET a = a + 1 WHERE a IS NOT NULL RETURNING id, a",
              "UPDATE t INDEXED BY t_c SET c = NULL WHERE c IS NOT NULL AND n = 3 RETURNING id, a",
              "UPDATE t INDEXED BY t_c SET c = 'x' || n WHERE c IS NOT NULL RETURNING id, c",
              "DELETE FROM t INDEXED BY t_ba WHERE b = 'a' AND a IS NOT NULL RETURNING id")) {
        engines.agree(change);
        engines.agree("SELECT * FROM t");
      }
    }
  }

  @Test
  void nullsAreNotScanned(@TempDir Path directory) {
    try (TwoEngines engines = new TwoEngines(directory, setup())) {
      for (String query :
          List.of(
              "SELECT a, b FROM t WHERE a IS NOT NULL",
              "SELECT count(*) FROM t WHERE c IS NOT NULL",
              "SELECT count(*) FROM t WHERE b = 'a' AND a IS NOT NULL",
              "SELECT * FROM t WHERE a IS NOT NULL ORDER BY a LIMIT 3",
              "SELECT * FROM t WHERE c IS NOT NULL ORDER BY c DESC LIMIT 3",
              "SELECT b, c FROM t WHERE b IS NOT NULL",
              "SELECT v FROM w WHERE v IS NOT NULL")) {
        String plan = String.join("", engines.braid("EXPLAIN QUERY PLAN " + query).rows());
        assertThat(plan).as(query).contains("SEARCH").contains(">?)");
        assertThat(engines.braid("EXPLAIN " + query).rows())
            .as(query)
            .anyMatch(line -> line.contains("IS NOT NULL)"));
        engines.agree(query.replace(" LIMIT 3", ""));
      }
    }
  }
}
