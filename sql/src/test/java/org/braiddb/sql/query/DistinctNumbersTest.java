package org.braiddb.sql.query;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Aggregates of distinct values, where these are integers, reals that are equal to integers, or
 * nearly so, and anything else; taken in row by row and many at a time.
 */
class DistinctNumbersTest {
  @TempDir Path directory;

  private static final String[] VALUES = {
    "0",
    "0.0",
    "-0.0",
    "1",
    "1.0",
    "1.5",
    "'1'",
    "'a'",
    "NULL",
    "x'31'",
    "9007199254740992",
    "9007199254740993",
    "9007199254740992.0",
    "-9007199254740993",
    "9223372036854775807",
    "9223372036854775807.0",
    "9223372036854774784",
    "9.22337203685477e18",
    "-9223372036854775808",
    "-9223372036854775808.0",
    "-9223372036854777856.0",
    "1e300",
    "-1e300"
  };

  @ParameterizedTest
  @ValueSource(strings = {"CREATE INDEX t_x ON t(x)", "CREATE INDEX t_i ON t(i)", "ANALYZE"})
  void answersAreThoseOfSqlite(String setup) {
    long seed = Long.getLong("braid.seed", 17);
    System.out.println("distinct numbers: repeat with -Dbraid.seed=" + seed);
    Random random = new Random(seed);
    try (TwoEngines engines =
        new TwoEngines(
            directory, List.of("CREATE TABLE t(id INTEGER PRIMARY KEY, g INT, i INT, x, n)"))) {
      StringBuilder rows = new StringBuilder("INSERT INTO t(g, i, x, n) VALUES ");
      for (int i = 0; i < 3000; i++) {
        rows.append(i == 0 ? "" : ",")
            .append(
                "(%d, %d, %s, %d)"
                    .formatted(
                        random.nextInt(40),
                        random.nextInt(i % 2 == 0 ? 20 : 3000) - 10,
                        VALUES[random.nextInt(VALUES.length)],
                        random.nextLong()));
      }
      engines.change(rows.toString());
      engines.change(setup);
      for (String query :
          List.of(
              "SELECT count(DISTINCT i), count(*) FROM t",
              "SELECT count(DISTINCT x), count(*), count(DISTINCT i), sum(DISTINCT i) FROM t",
              "SELECT count(DISTINCT n), count(DISTINCT n % 1000), count(x) FROM t",
              "SELECT count(DISTINCT x) FROM t WHERE i > 0",
              "SELECT count(DISTINCT x) FILTER (WHERE i > 0), avg(DISTINCT i) FROM t WHERE i < 99",
              "SELECT g, count(DISTINCT x), count(DISTINCT i), count(*) FROM t GROUP BY g",
              "SELECT g, count(DISTINCT n), total(DISTINCT i) FROM t WHERE i < 500 GROUP BY g",
              "SELECT x, count(DISTINCT i), count(DISTINCT g) FROM t GROUP BY x",
              "SELECT i % 7, count(DISTINCT -x), count(DISTINCT x + 0.0) FROM t GROUP BY 1",
              "SELECT count(DISTINCT i + 0.5), count(DISTINCT i * 1.0), count(DISTINCT g) FROM t",
              "SELECT group_concat(DISTINCT i ORDER BY i DESC), count(DISTINCT i) FROM t",
              "SELECT g, group_concat(DISTINCT i) FROM t WHERE i < 4 GROUP BY g",
              "SELECT count(DISTINCT a.i), count(DISTINCT b.x) FROM t a, t b WHERE b.id = a.g")) {
        engines.agree(query);
      }
    }
  }
}
