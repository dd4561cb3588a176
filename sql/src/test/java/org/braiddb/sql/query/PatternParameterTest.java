package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;
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
