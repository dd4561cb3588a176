package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random queries over random tables have SQLite's rows; each seed is a schema of its own. */
class RandomQueryTest {
  private static final int QUERIES = 60;

  /** Where SQLite may show any of several values that compare equal. */
  private static final Pattern ANY_OF_EQUALS =
      Pattern.compile("UNION|INTERSECT|EXCEPT|DISTINCT|GROUP|max|min");

  /** The seeds 1 to 40, or those that -Dbraid.seeds=first-last names. */
  static LongStream seeds() {
    String[] range = System.getProperty("braid.seeds", "1-40").split("-", 2);
    return LongStream.rangeClosed(Long.parseLong(range[0]), Long.parseLong(range[1]));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void rowsAreThoseOfSqlite(long seed, @TempDir Path directory) {
    RandomQueries random = new RandomQueries(seed);
    try (TwoEngines engines = new TwoEngines(directory, random.setup())) {
      for (int i = 0; i < QUERIES; i++) {
        String query = random.query();
        TwoEngines.Answer expected = engines.sqlite(query);
        TwoEngines.Answer actual = engines.braid(query);
        String what = "seed " + seed + ", query " + i + ": " + query;
        assertThat(actual.error().isEmpty()).as(what).isEqualTo(expected.error().isEmpty());
        assertThat(comparable(query, actual)).as(what).isEqualTo(comparable(query, expected));
        assertThat(actual.columns()).as(what).isEqualTo(expected.columns());
      }
    }
  }

  private static List<String> comparable(String query, TwoEngines.Answer answer) {
    if (query.contains(" ORDER BY ")) {
      // By all columns: rows that compare equal look the same without what tells them apart.
      return answer.rows().stream().map(RandomQueryTest::withoutShape).toList();
    }
    if (!ANY_OF_EQUALS.matcher(query).find()) {
      return answer.sorted().rows();
    }
    return answer.rows().stream().map(RandomQueryTest::withoutShape).sorted().toList();
  }

  /** The same for 1 and 1.0, and for texts that NOCASE or RTRIM do not tell apart. */
  private static String withoutShape(String row) {
    return row.replaceAll("real -0[.]0(?=[|])", "0")
        .replaceAll("real (-?[0-9]+)[.]0E10", "real $10000000000.0")
        .replaceAll("real (-?[0-9]+)[.]0(?=[|])", "$1")
        .replaceAll(" +'", "'")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
