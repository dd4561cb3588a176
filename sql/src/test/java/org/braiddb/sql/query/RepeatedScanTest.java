package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small tables that subqueries and the optional sides of outer joins look rows up in, again and
 * again, where no index helps.
 */
class RepeatedScanTest {
  private static final List<String> SETUP =
      List.of(
          "CREATE TABLE few(k INTEGER PRIMARY KEY, v, t TEXT COLLATE NOCASE)",
          "INSERT INTO few WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
              + " WHERE i < 90) SELECT i, CASE i % 5 WHEN 0 THEN NULL WHEN 1 THEN i % 9 + 0.0"
              + " WHEN 2 THEN 'b' || i % 4 ELSE i % 9 END, char(65 + i % 7 + i % 2 * 32) FROM n",
          "CREATE TABLE tall(id INTEGER PRIMARY KEY, a, b INTEGER, c TEXT)",
          "INSERT INTO tall WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
              + " WHERE i < 1500) SELECT i, CASE i % 11 WHEN 3 THEN NULL WHEN 4 THEN i % 9 + 0.0"
              + " WHEN 5 THEN 'b' || i % 4 WHEN 6 THEN CAST(i % 9 AS TEXT) ELSE i % 9 END,"
              + " i % 100, char(97 + i % 8 - i % 3 / 2 * 32) FROM n",
          "CREATE INDEX tall_b ON tall(b DESC)",
          "CREATE TABLE keyed(x TEXT, y INTEGER, z, PRIMARY KEY (x, y)) WITHOUT ROWID",
          "INSERT INTO keyed SELECT c || b, id, a FROM tall WHERE id <= 600",
          "CREATE TABLE none(a, b)",
          "CREATE VIEW seen AS SELECT * FROM tall WHERE a IS NOT NULL",
          "CREATE VIEW both AS SELECT a, b, c FROM tall UNION ALL SELECT z, y, x FROM keyed",
          "ANALYZE");

  @TempDir Path directory;

  @Test
  void aSubqueryThatManyRowsAskHashesWhatItScans() {
    assertThat(plan("SELECT k FROM few WHERE k < (SELECT sum(b) FROM tall WHERE tall.a = few.v)"))
        .contains("SEARCH tall USING AUTOMATIC COVERING INDEX (a=?)");
    assertThat(
            plan(
                "SELECT k FROM few WHERE v IN (SELECT x.a FROM seen x, seen y"
                    + " WHERE x.id = y.b AND y.a = few.k)"))
        .contains("SEARCH tall USING AUTOMATIC COVERING INDEX (a=?)");
    assertThat(plan("SELECT (SELECT count(*) FROM tall WHERE tall.a = few.v) FROM few"))
        .contains("SEARCH tall USING AUTOMATIC COVERING INDEX (a=?)");
  }

  @Test
  void aSubqueryThatOneRowAsksScans() {
    assertThat(plan("SELECT (SELECT sum(b) FROM tall WHERE tall.a = few.v) FROM few WHERE k = 7"))
        .noneMatch(step -> step.contains("AUTOMATIC"));
    assertThat(plan("SELECT count(*) FROM few LEFT JOIN tall ON tall.a = few.v WHERE k = 7"))
        .contains("SCAN tall LEFT-JOIN");
  }

  @Test
  void theOptionalSideOfAnOuterJoinIsHashed() {
    assertThat(plan("SELECT count(id) FROM few LEFT JOIN tall ON tall.a = few.v"))
        .contains("SEARCH tall USING AUTOMATIC COVERING INDEX (a=?) LEFT-JOIN");
  }

  @Test
  void rowsOfAnOrderOfWhichTheFirstIsWantedAreScanned() {
    assertThat(
            plan("SELECT (SELECT b FROM tall WHERE tall.a = few.v ORDER BY id LIMIT 1) FROM few"))
        .contains("SCAN tall");
    assertThat(
            plan("SELECT (SELECT id FROM tall WHERE tall.a = few.v ORDER BY b LIMIT 1) FROM few"))
        .contains("SCAN tall USING INDEX tall_b");
    assertThat(plan("SELECT (SELECT max(b) FROM tall WHERE tall.a = few.v) FROM few"))
        .noneMatch(step -> step.contains("AUTOMATIC"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "SELECT k, (SELECT max(id) FROM tall WHERE tall.a = few.v) FROM few",
        "SELECT k, (SELECT b FROM tall WHERE tall.a = few.v ORDER BY id DESC LIMIT 1) FROM few",
        "SELECT k, (SELECT id FROM tall WHERE tall.a = few.v ORDER BY c, id LIMIT 1 OFFSET 2)"
            + " FROM few",
        "SELECT k, (SELECT group_concat(id) FROM tall WHERE tall.c = few.t AND b > few.k) FROM few",
        "SELECT k, (SELECT count(*) FROM tall WHERE few.t = tall.c) FROM few",
        "SELECT k FROM few WHERE v IN (SELECT a FROM tall WHERE tall.c = few.t COLLATE NOCASE)",
        "SELECT k FROM few WHERE v NOT IN (SELECT a FROM tall WHERE tall.c = few.t AND b < 50)",
        "SELECT k, v IN (SELECT a FROM tall WHERE tall.c = few.t) FROM few",
        "SELECT k FROM few WHERE EXISTS (SELECT 1 FROM keyed WHERE z = few.v AND y > few.k * 5)",
        "SELECT k FROM few WHERE NOT EXISTS (SELECT 1 FROM keyed WHERE z = few.v AND x < few.t)",
        "SELECT k FROM few WHERE v = (SELECT min(a) FROM seen WHERE b = few.k AND a > 2)",
        "SELECT k FROM few WHERE v IN (SELECT x.a FROM seen x, seen y WHERE x.id = y.b"
            + " AND y.a = few.k)",
        "SELECT k, (SELECT count(*) FROM both WHERE both.a = few.v) FROM few",
        "SELECT k FROM few WHERE v IN (SELECT b FROM none WHERE none.a = few.k)",
        "SELECT k, id FROM few LEFT JOIN tall ON tall.a = few.v AND b % 3 = 0",
        "SELECT k, id FROM few LEFT JOIN tall ON tall.a IS few.v AND b = 3",
        "SELECT k, id FROM few LEFT JOIN tall ON tall.c = few.t WHERE id IS NULL OR id < 40",
        "SELECT k, id, x FROM few LEFT JOIN (tall JOIN keyed ON z = tall.a AND y < 20)"
            + " ON tall.a = few.v AND id < 60",
        "SELECT k, y FROM few RIGHT JOIN keyed ON few.v = z WHERE y < 300",
        "SELECT k, id FROM few LEFT JOIN seen ON seen.a = few.v AND few.k IN"
            + " (SELECT b FROM tall WHERE tall.a = seen.a)",
        "SELECT a FROM few LEFT JOIN none ON none.a = few.v",
        "SELECT k, (SELECT count(*) FROM tall WHERE tall.a = few.v AND EXISTS"
            + " (SELECT 1 FROM keyed WHERE z = tall.a AND y = few.k)) FROM few",
      })
  void answersAreThoseOfSqlite(String query) {
    try (TwoEngines engines = new TwoEngines(directory, SETUP)) {
      engines.agree(query);
      engines.change("BEGIN");
      engines.change("UPDATE tall SET a = a + 1 WHERE id % 5 = 0");
      engines.change("DELETE FROM keyed WHERE y % 4 = 1");
      engines.change("INSERT INTO none VALUES (3, 7), (4, 'b0'), (NULL, NULL)");
      engines.agree(query);
      engines.change("ROLLBACK");
    }
  }

  private static List<String> plan(String query) {
    return TwoEngines.plan(SETUP, query);
  }
}
