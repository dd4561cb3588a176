package org.braiddb.sql.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.braiddb.sql.oracle.Comparison;
import org.braiddb.sql.oracle.Outcome;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is at a limit works, what is beyond it gets SQLite's error. */
class LimitsTest {
  private final Comparison db = new Comparison(Comparison.plainModes().findFirst().orElseThrow());

  @AfterEach
  void close() {
    db.close();
  }

  private static String list(int count, IntFunction<String> item, String separator) {
    return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(separator));
  }

  private static String ones(int count) {
    return list(count, i -> "1", ", ");
  }

  @Test
  void tablesResultsAndListsHaveTwoThousandColumns() {
    String columns = list(2000, i -> "c" + i, ", ");
    db.same(
        "CREATE TABLE t(" + columns + ")",
        "CREATE TABLE u(" + columns + ", d)",
        "CREATE INDEX i ON t(" + columns + ")",
        "CREATE INDEX j ON t(" + columns + ", c0)",
        "SELECT " + ones(2000),
        "SELECT " + ones(2001),
        "VALUES(" + ones(2001) + ")",
        "SELECT *, 1 FROM t",
        "CREATE VIEW v AS SELECT *, 1 FROM t",
        "SELECT * FROM v",
        "SELECT 1 FROM t GROUP BY " + list(2001, i -> "c0", ", "),
        "SELECT c0 FROM t ORDER BY " + ones(2001),
        "UPDATE t SET " + list(2001, i -> "c0 = 1", ", "));
  }

  @Test
  void joinsHaveSixtyFourTables() {
    db.same(
        "CREATE TABLE t(a)",
        "INSERT INTO t VALUES(1)",
        "SELECT 1 FROM " + list(64, i -> "t AS t" + i, ", "),
        "SELECT 1 FROM " + list(65, i -> "t AS t" + i, ", "),
        "SELECT 1 FROM " + list(65, i -> "t AS t" + i, " LEFT JOIN "));
  }

  @Test
  void compoundsHaveFiveHundredParts() {
    db.same(
        list(500, i -> "SELECT 1", " UNION ALL "),
        list(501, i -> "SELECT 1", " UNION ALL "),
        "VALUES" + list(501, i -> "(1)", ","));
  }

  @Test
  void patternsParametersAndAttachedDatabasesAreLimited() {
    db.same(
        "SELECT 'a' LIKE '" + "a".repeat(50_000) + "'",
        "SELECT 'a' LIKE '" + "a".repeat(50_001) + "'",
        "SELECT 'a' GLOB '" + "a".repeat(50_001) + "'",
        "SELECT ?250001",
        "SELECT ?0",
        "SELECT length(zeroblob(1000000001))");
    for (int i = 0; i < 11; i++) {
      db.same("ATTACH ':memory:' AS a" + i);
    }
  }

  @Test
  void expressionsAndTriggersHaveADepth() {
    db.same(
        "SELECT " + list(1001, i -> "1", " AND "),
        "SELECT " + list(1002, i -> "'a'", "||"),
        "PRAGMA recursive_triggers=1",
        "CREATE TABLE t(a)",
        "CREATE TRIGGER g AFTER INSERT ON t WHEN new.a < 1010"
            + " BEGIN INSERT INTO t VALUES(new.a + 1); END",
        "INSERT INTO t VALUES(11)",
        "INSERT INTO t VALUES(9)",
        "SELECT count(*) FROM t");
  }

  @Test
  void functionsHaveAThousandArguments() {
    // The oracle is built with a lower limit than SQLite's own.
    assertThat(db.braid().run("SELECT max(" + ones(1000) + ") AS m").toString())
        .isEqualTo(db.sqlite().run("SELECT 1 AS m").toString());
    assertThat(db.braid().run("SELECT max(" + ones(1001) + ")"))
        .isInstanceOfSatisfying(
            Outcome.Failure.class,
            failure ->
                assertThat(failure.message()).startsWith("too many arguments on function max"));
  }

  /** Runs it where little stack is left, as in a pool's threads that were made small. */
  private static void onSmallStack(Runnable action) throws InterruptedException {
    AtomicReference<Throwable> thrown = new AtomicReference<>();
    Thread thread =
        new Thread(null, () -> thrown.set(catchThrowable(action::run)), "small", 512 << 10);
    thread.start();
    thread.join();
    assertThat(thrown.get()).isNull();
  }

  @Test
  void expressionsOfTheGreatestHeightRunOnSmallStacks() throws InterruptedException {
    String sum = list(950, i -> "a", " + ");
    onSmallStack(() ->
        db.same(
            "CREATE TABLE t(a, CHECK(" + sum + " > 0), b AS (" + sum + "))",
            "CREATE VIEW v AS SELECT a, b FROM t WHERE " + list(950, i -> "a < 9", " AND "),
            "CREATE TRIGGER g AFTER INSERT ON t WHEN new."
                + sum
                + " > 1500"
                + " BEGIN INSERT INTO t VALUES(1); END",
            "INSERT INTO t VALUES(-1)",
            "INSERT INTO t VALUES(2)",
            "CREATE INDEX i ON t(" + sum + ")",
            "SELECT a, b FROM v WHERE " + sum + " < 1500",
            "UPDATE t SET a = a + 1 WHERE " + list(950, i -> "a = " + (i + 2), " OR "),
            "SELECT " + "NOT ".repeat(998) + "a AS n FROM t ORDER BY n",
            "ALTER TABLE t RENAME COLUMN a TO c",
            "SELECT c FROM t",
            "SELECT " + "(".repeat(2490) + "7" + ")".repeat(2490) + " AS x",
            "SELECT " + "CASE WHEN 1 THEN ".repeat(400) + "1" + " END".repeat(400) + " AS x"));
  }
}
