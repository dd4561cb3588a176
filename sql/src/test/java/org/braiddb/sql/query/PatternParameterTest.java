package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A pattern that is a parameter narrows the search by the prefix that it has in each run. */
class PatternParameterTest {
  private static final List<String> SETUP =
      List.of(
          "CREATE TABLE t(id INTEGER PRIMARY KEY, d TEXT COLLATE NOCASE, f TEXT)",
          "CREATE INDEX td ON t(d)",
          "CREATE INDEX tf ON t(f)",
          "CREATE TABLE r(id INTEGER PRIMARY KEY, d TEXT COLLATE NOCASE, f TEXT)",
          "CREATE INDEX rd ON r(d DESC)",
          "CREATE INDEX rf ON r(f DESC)",
          "INSERT INTO t(d) VALUES('abc'), ('ABD'), ('b'), (''), (NULL), (5), (5.5), ('5'), ('%x'),"
              + " ('a_c'), ('a%c'), ('éa'), (x'616263'), (x'414243'), (x''), (x'ff'), ('~'),"
              + " ('z~')",
          "UPDATE t SET f = d",
          "INSERT INTO r SELECT * FROM t");

  private static final List<@Nullable Object> PATTERNS =
      Arrays.asList(
          "abc%",
          "AB%", "ab", "%b%", "", "_b%", "a\\_%", "a\\%c", "é%", "5%", 5L, 5.5, null, "~%", "z~%",
          "%", "abc", "ab*", "AB*", "[a]b*", "*", "?", "5*", "\\");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT id FROM t WHERE d LIKE ?",
        "SELECT id FROM r WHERE d LIKE ?",
        "SELECT id FROM t WHERE d LIKE ? ESCAPE '\\'",
        "SELECT id FROM t WHERE f GLOB ?",
        "SELECT id FROM r WHERE f GLOB ?",
        "SELECT id FROM t WHERE d LIKE ? ORDER BY d DESC, id",
        "SELECT id FROM t WHERE d NOT LIKE ?"
      })
  void everyPatternFindsWhatItFindsInSqlite(String sql) throws SQLException {
    try (Connection braid = Database.at(":memory:").connect();
        java.sql.Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
        java.sql.Statement setup = sqlite.createStatement()) {
      for (String line : SETUP) {
        braid.execute(line);
        setup.execute(line);
      }
      try (Statement plan = braid.prepare("EXPLAIN QUERY PLAN " + sql)) {
        assertThat(plan.step()).isTrue();
        assertThat(plan.columnText(3)).startsWith(sql.contains("NOT") ? "SCAN" : "SEARCH");
      }
      try (Statement tested = braid.prepare(sql);
          PreparedStatement oracle = sqlite.prepareStatement(sql)) {
        for (Object pattern : PATTERNS) {
          oracle.setObject(1, pattern);
          tested.bind(1, pattern);
          assertThat(rows(tested)).as("%s with %s", sql, pattern).isEqualTo(rows(oracle));
          tested.reset();
        }
      }
    }
  }

  private static final String LONG_PATTERN = "%a".repeat(25_001);

  private static final List<@Nullable Object> ESCAPES =
      Arrays.asList("\\", "a", "%", "_", "", "ab", null, 5L, "é", new byte[] {'\\'});

  @ParameterizedTest
  @ValueSource(
      strings = {
        "d LIKE ?1",
        "f LIKE ?1",
        "n LIKE ?1",
        "NOT f LIKE ?1",
        "f GLOB ?1",
        "n GLOB ?1 AND f > ''",
        "f LIKE ?1 ESCAPE ?2",
        "f LIKE ?1 ESCAPE '\\'",
        "n LIKE ?1 ESCAPE ?2 OR n > 3",
        "id > 4 AND f LIKE ?1 ESCAPE ?2",
        "f LIKE '%' || ?1 || '%'",
        "f LIKE upper(?1)",
        "f LIKE ?1 || n",
        "f LIKE d ESCAPE ?2",
        "?1 LIKE f ESCAPE ?2",
        "?1 LIKE f || '%'",
        "f LIKE CASE WHEN id % 5 < 3 THEN ?1 ELSE '%b%' END ESCAPE '\\'",
        "f LIKE '%b%' ESCAPE CASE WHEN id % 5 < 3 THEN ?2 ELSE '!' END",
        "d IN ('abc', 'b', '5', x'616263') AND f LIKE ?1 ESCAPE ?2",
        "d IN ('abc', 'b', '5', x'616263') AND f GLOB ?1",
        "id IN (SELECT id FROM r WHERE f LIKE ?1 OR f GLOB ?1)"
      })
  void patternsAndEscapesAnswerAsInSqlite(String condition) throws SQLException {
    for (String encoding : List.of("UTF-8", "UTF-16le")) {
      try (Connection braid = Database.at(":memory:").connect();
          java.sql.Connection sqlite = DriverManager.getConnection("jdbc:sqlite::memory:");
          java.sql.Statement setup = sqlite.createStatement()) {
        List<String> lines = new ArrayList<>(List.of("PRAGMA encoding='" + encoding + "'"));
        lines.addAll(SETUP);
        lines.add("ALTER TABLE t ADD COLUMN n INTEGER");
        lines.add("UPDATE t SET n = CASE id % 4 WHEN 0 THEN id WHEN 1 THEN id + 0.5 ELSE f END");
        for (String line : lines) {
          braid.execute(line);
          setup.execute(line);
        }
        String sql = "SELECT id FROM t WHERE " + condition;
        for (String optimizations : List.of("all", "-vectors")) {
          braid.execute("PRAGMA braid_optimizations='" + optimizations + "'");
          try (Statement tested = braid.prepare(sql)) {
            sameForAll(tested, sqlite, sql);
          }
        }
      }
    }
  }

  /** One statement with one pattern after the other, so that none sees what is left of another. */
  private static void sameForAll(Statement tested, java.sql.Connection sqlite, String sql)
      throws SQLException {
    boolean pattern = sql.contains("?1");
    boolean escape = sql.contains("?2");
    List<@Nullable Object> patterns = new ArrayList<>(PATTERNS);
    patterns.add(new byte[] {'%', 'b', '%'});
    patterns.add("a\u0000b");
    patterns.add(LONG_PATTERN);
    for (Object each : pattern ? patterns : Arrays.asList("x")) {
      for (Object character : escape ? ESCAPES : Arrays.asList("x")) {
        try (PreparedStatement oracle = sqlite.prepareStatement(sql)) {
          if (pattern) {
            tested.bind(1, each);
            oracle.setObject(1, each);
          }
          if (escape) {
            tested.bind(2, character);
            oracle.setObject(2, character);
          }
          assertThat(answer(() -> rows(tested)))
              .as("%s ESCAPE %s", each, character)
              .isEqualTo(answer(() -> rows(oracle)));
        }
        tested.reset();
      }
    }
  }

  private static String answer(Callable<List<Long>> rows) {
    try {
      return rows.call().toString();
    } catch (Exception e) {
      return "error";
    }
  }

  @Test
  void anApplicationsOwnLikeIsCalledForEachRow() {
    try (Connection braid = Database.at(":memory:").connect()) {
      SETUP.forEach(braid::execute);
      try (Statement statement = braid.prepare("SELECT id FROM t WHERE f LIKE ?")) {
        statement.bind(1, "ab_");
        assertThat(rows(statement)).containsExactly(1L, 2L, 13L, 14L);
        statement.reset();
        braid.createFunction("like", 2, true, arguments -> "b".equals(arguments.text(1)) ? 1 : 0);
        assertThat(rows(statement)).containsExactly(3L);
      }
    }
  }

  private static List<Long> rows(Statement statement) {
    List<Long> rows = new ArrayList<>();
    while (statement.step()) {
      rows.add(statement.columnLong(0));
    }
    rows.sort(null);
    return rows;
  }

  private static List<Long> rows(PreparedStatement statement) throws SQLException {
    List<Long> rows = new ArrayList<>();
    try (ResultSet result = statement.executeQuery()) {
      while (result.next()) {
        rows.add(result.getLong(1));
      }
    }
    rows.sort(null);
    return rows;
  }
}
