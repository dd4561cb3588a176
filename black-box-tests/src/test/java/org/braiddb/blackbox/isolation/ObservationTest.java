package org.braiddb.blackbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.braiddb.blackbox.history.Promise;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Ways to learn something of the database, each as one half of a write skew: T2 observes what T1
 * changes, and T1 has read the row that T2 changes. Whatever T2 learned it by, a serializable level
 * lets one of them fail.
 */
class ObservationTest {
  /**
   * What T2 does and what T1 does to it.
   *
   * @param observation T2's statements, each ended by a semicolon; with TRY before those that may
   *     violate a constraint
   * @param change T1's statement
   */
  private record Means(String name, String observation, String change) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final String[] SETUP = {
    "CREATE TABLE x(id INTEGER PRIMARY KEY, v INTEGER)",
    "INSERT INTO x VALUES(1, 0)",
    "CREATE TABLE u(id INTEGER PRIMARY KEY, k TEXT UNIQUE, v INTEGER)",
    "CREATE INDEX uv ON u(v)",
    "CREATE INDEX up ON u(k) WHERE v > 100",
    "INSERT INTO u VALUES(1, 'one', 1), (2, 'two', 2), (5, 'five', 5), (9, 'nine', 9)",
    "CREATE TABLE w(a TEXT, b TEXT, c INTEGER, PRIMARY KEY(a, b)) WITHOUT ROWID",
    "INSERT INTO w VALUES('a', 'a', 1), ('a', 'c', 2), ('c', 'a', 3)",
    "CREATE TABLE parent(id INTEGER PRIMARY KEY)",
    "CREATE TABLE child(id INTEGER PRIMARY KEY, p INTEGER REFERENCES parent)",
    "INSERT INTO parent VALUES(1), (2)",
    "INSERT INTO child VALUES(100, 1)",
    "CREATE VIEW summary AS SELECT count(*) AS n, sum(v) AS s FROM u",
    "CREATE TABLE logged(n INTEGER)",
    "CREATE TABLE empty(id INTEGER PRIMARY KEY, v)",
  };

  private static final Means[] MEANS = {
    new Means("row by rowid", "SELECT * FROM u WHERE id = 5", "UPDATE u SET v = 6 WHERE id = 5"),
    new Means("missing rowid", "SELECT * FROM u WHERE id = 7", "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means("whole table", "SELECT * FROM u", "INSERT INTO u VALUES(77, 'x', 7)"),
    new Means("empty table", "SELECT * FROM empty", "INSERT INTO empty VALUES(1, 1)"),
    new Means(
        "rowid range",
        "SELECT * FROM u WHERE id BETWEEN 3 AND 8",
        "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "range past the end", "SELECT * FROM u WHERE id > 50", "INSERT INTO u VALUES(77, 'x', 7)"),
    new Means(
        "range before the start",
        "SELECT * FROM u WHERE id < 0",
        "INSERT INTO u VALUES(-7, 'x', 7)"),
    new Means(
        "descending range",
        "SELECT * FROM u WHERE id < 9 ORDER BY id DESC LIMIT 1",
        "INSERT INTO u VALUES(8, 'x', 7)"),
    new Means("largest rowid", "SELECT max(id) FROM u", "INSERT INTO u VALUES(77, 'x', 7)"),
    new Means("smallest rowid", "SELECT min(id) FROM u", "INSERT INTO u VALUES(-7, 'x', 7)"),
    new Means("largest by an index", "SELECT max(v) FROM u", "INSERT INTO u VALUES(77, 'x', 70)"),
    new Means("count", "SELECT count(*) FROM u", "DELETE FROM u WHERE id = 9"),
    new Means("limit", "SELECT id FROM u ORDER BY id LIMIT 1", "DELETE FROM u WHERE id = 1"),
    new Means(
        "offset", "SELECT id FROM u ORDER BY id LIMIT 1 OFFSET 1", "DELETE FROM u WHERE id = 1"),
    new Means("exists", "SELECT EXISTS(SELECT 1 FROM u WHERE v = 5)", "DELETE FROM u WHERE id = 5"),
    new Means(
        "not exists",
        "SELECT EXISTS(SELECT 1 FROM u WHERE v = 7)",
        "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "unique index", "SELECT id FROM u WHERE k = 'five'", "UPDATE u SET k = 'x' WHERE id = 5"),
    new Means(
        "missing in a unique index",
        "SELECT id FROM u WHERE k = 'x'",
        "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "covering index",
        "SELECT v FROM u WHERE v BETWEEN 4 AND 6",
        "UPDATE u SET v = 4 WHERE id = 9"),
    new Means(
        "index order",
        "SELECT v FROM u ORDER BY v DESC LIMIT 1",
        "INSERT INTO u VALUES(7, 'x', 70)"),
    new Means("index to row", "SELECT k FROM u WHERE v = 5", "UPDATE u SET k = 'x' WHERE id = 5"),
    new Means(
        "partial index",
        "SELECT k FROM u WHERE v > 100 AND k > 'a'",
        "INSERT INTO u VALUES(7, 'x', 700)"),
    new Means("like", "SELECT id FROM u WHERE k LIKE 'x%'", "INSERT INTO u VALUES(7, 'xy', 7)"),
    new Means(
        "in list", "SELECT id FROM u WHERE id IN (3, 7, 8)", "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means("or", "SELECT id FROM u WHERE id = 7 OR k = 'q'", "INSERT INTO u VALUES(8, 'q', 7)"),
    new Means(
        "join",
        "SELECT count(*) FROM parent JOIN u ON u.v = parent.id",
        "UPDATE u SET v = 1 WHERE id = 9"),
    new Means(
        "left join",
        "SELECT count(w.c) FROM parent LEFT JOIN w ON w.c = parent.id + 5",
        "INSERT INTO w VALUES('x', 'x', 6)"),
    new Means("view", "SELECT * FROM summary", "UPDATE u SET v = 6 WHERE id = 5"),
    new Means(
        "group by", "SELECT v % 2, count(*) FROM u GROUP BY 1", "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "union", "SELECT id FROM parent UNION SELECT v FROM u", "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "recursion",
        "WITH RECURSIVE r(n) AS (SELECT 1 UNION SELECT v + 4 FROM u JOIN r ON u.id = n) SELECT"
            + " max(n) FROM r",
        "INSERT INTO u VALUES(13, 'x', 70)"),
    new Means(
        "without rowid", "SELECT c FROM w WHERE a = 'a'", "INSERT INTO w VALUES('a', 'b', 9)"),
    new Means(
        "missing without rowid",
        "SELECT c FROM w WHERE a = 'b' AND b = 'b'",
        "INSERT INTO w VALUES('b', 'b', 9)"),
    new Means(
        "update of nothing", "UPDATE u SET v = 0 WHERE k = 'x'", "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "update of no rowid", "UPDATE u SET v = 0 WHERE id = 7", "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "row that an update passes over",
        "UPDATE w SET c = 10 WHERE c >= 2",
        "UPDATE w SET c = 7 WHERE a = 'a' AND b = 'a'"),
    new Means(
        "gap between rows that an update changes",
        "UPDATE w SET c = c + 1 WHERE c < 9",
        "INSERT INTO w VALUES('b', 'b', 3)"),
    new Means(
        "gap before rows that an update changes",
        "UPDATE u SET v = v + 50 WHERE id < 4 AND v < 9",
        "INSERT INTO u VALUES(0, 'x', 0)"),
    new Means(
        "gap behind rows that an update changes",
        "UPDATE u SET v = v + 50 WHERE id > 3 AND k <> 'q'",
        "INSERT INTO u VALUES(77, 'x', 7)"),
    new Means("delete of nothing", "DELETE FROM u WHERE v = 7", "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means("delete from an empty table", "DELETE FROM empty", "INSERT INTO empty VALUES(1, 1)"),
    new Means(
        "subquery in an update",
        "UPDATE logged SET n = (SELECT sum(v) FROM u); INSERT INTO logged SELECT sum(v) FROM u",
        "UPDATE u SET v = 6 WHERE id = 5"),
    new Means(
        "insert from a query",
        "INSERT INTO logged SELECT id FROM u WHERE v > 50",
        "INSERT INTO u VALUES(7, 'x', 70)"),
    new Means(
        "insert or ignore that ignores a key",
        "INSERT OR IGNORE INTO u VALUES(50, 'five', 0)",
        "DELETE FROM u WHERE id = 5"),
    new Means(
        "insert or ignore that ignores a rowid",
        "INSERT OR IGNORE INTO u VALUES(5, 'z', 0)",
        "DELETE FROM u WHERE id = 5"),
    new Means(
        "insert or ignore without rowid",
        "INSERT OR IGNORE INTO w VALUES('a', 'c', 0)",
        "DELETE FROM w WHERE a = 'a' AND b = 'c'"),
    new Means(
        "upsert that does nothing",
        "INSERT INTO u VALUES(50, 'five', 0) ON CONFLICT(k) DO NOTHING",
        "DELETE FROM u WHERE id = 5"),
    new Means(
        "upsert whose condition fails",
        "INSERT INTO u VALUES(50, 'five', 0) ON CONFLICT(k) DO UPDATE SET v = 0 WHERE v > 5",
        "UPDATE u SET v = 6 WHERE id = 5"),
    new Means(
        "insert that is refused for a key",
        "TRY INSERT INTO u VALUES(50, 'five', 0)",
        "DELETE FROM u WHERE id = 5"),
    new Means(
        "insert that is refused for a rowid",
        "TRY INSERT INTO u VALUES(5, 'z', 0)",
        "DELETE FROM u WHERE id = 5"),
    new Means(
        "insert that is refused without rowid",
        "TRY INSERT INTO w VALUES('a', 'c', 0)",
        "DELETE FROM w WHERE a = 'a' AND b = 'c'"),
    new Means(
        "update that is refused for a key",
        "TRY UPDATE u SET k = 'five' WHERE id = 1",
        "DELETE FROM u WHERE id = 5"),
    new Means(
        "child that is refused",
        "TRY INSERT INTO child VALUES(1, 7)",
        "INSERT INTO parent VALUES(7)"),
    new Means(
        "parent whose removal is refused",
        "TRY DELETE FROM parent WHERE id = 1",
        "DELETE FROM child"),
    new Means(
        "key inserted and deleted",
        "INSERT INTO u VALUES(50, 'x', 0); DELETE FROM u WHERE id = 50",
        "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "rowid inserted and deleted",
        "INSERT INTO u VALUES(7, 'y', 0); DELETE FROM u WHERE id = 7",
        "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "key inserted and rolled back",
        "SAVEPOINT s; INSERT INTO u VALUES(50, 'x', 0); ROLLBACK TO s",
        "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "rowid inserted and rolled back",
        "SAVEPOINT s; INSERT INTO u VALUES(7, 'y', 0); ROLLBACK TO s",
        "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "key without rowid inserted and rolled back",
        "SAVEPOINT s; INSERT INTO w VALUES('b', 'b', 0); ROLLBACK TO s",
        "INSERT INTO w VALUES('b', 'b', 7)"),
    new Means(
        "child inserted and deleted",
        "INSERT INTO child VALUES(1, 2); DELETE FROM child WHERE id = 1",
        "DELETE FROM parent WHERE id = 2"),
    new Means(
        "child inserted and rolled back",
        "SAVEPOINT s; INSERT INTO child VALUES(1, 2); ROLLBACK TO s",
        "DELETE FROM parent WHERE id = 2"),
    new Means(
        "parent deleted and rolled back",
        "SAVEPOINT s; DELETE FROM parent WHERE id = 2; ROLLBACK TO s",
        "INSERT INTO child VALUES(1, 2)"),
    new Means(
        "read and rolled back",
        "SAVEPOINT s; SELECT * FROM u; ROLLBACK TO s",
        "INSERT INTO u VALUES(7, 'x', 7)"),
    new Means(
        "row changed and rolled back",
        "SAVEPOINT s; UPDATE u SET v = v + 1 WHERE id = 5; ROLLBACK TO s; SELECT changes()",
        "DELETE FROM u WHERE id = 5"),
    new Means(
        "all columns of a row",
        "SELECT * FROM u WHERE id = 1",
        "ALTER TABLE u ADD COLUMN z DEFAULT 4"),
    new Means("table that is not dropped", "SELECT count(*) FROM empty", "DROP TABLE empty"),
    // Looks at definitions that use no row of what is defined.
    new Means(
        "names",
        "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
        "CREATE TABLE n(a)"),
    new Means(
        "columns", "SELECT count(*) FROM pragma_table_info('u')", "ALTER TABLE u ADD COLUMN z"),
    new Means("create if not exists", "CREATE TABLE IF NOT EXISTS empty(a)", "DROP TABLE empty"),
    new Means("drop if exists", "DROP TABLE IF EXISTS n", "CREATE TABLE n(a)"),
  };

  @TempDir Path directory;

  static Stream<Arguments> cases() {
    return Regime.allConcurrent().stream()
        .flatMap(regime -> Arrays.stream(MEANS).map(means -> Arguments.of(regime, means)));
  }

  @ParameterizedTest(name = "{1} in {0}")
  @MethodSource("cases")
  void whatWasLearnedHoldsWhereItIsPromised(Regime regime, Means means) throws SQLException {
    Scenario.Outcome outcome = play(regime, means);

    assertThat(outcome.fates()).containsEntry("T1", Fate.COMMITS);
    if (regime.promise() == Promise.SERIALIZABLE) {
      assertThat(outcome.anomalous()).as("%s", outcome.fates()).isFalse();
      assertThat(outcome.fates()).containsEntry("T2", Fate.CONFLICT_AT_COMMIT);
    } else if (outcome.fates().get("T2") == Fate.COMMITS) {
      assertThat(outcome.anomalous()).as("the scenario is a write skew").isTrue();
    }
  }

  private Scenario.Outcome play(Regime regime, Means means) throws SQLException {
    StringBuilder script = new StringBuilder("T1: SELECT v FROM x WHERE id = 1\n");
    for (String sql : means.observation().split(";")) {
      script.append("T2: ").append(sql.strip()).append('\n');
    }
    script.append("T1: ").append(means.change()).append('\n');
    script.append("T2: UPDATE x SET v = 1 WHERE id = 1\n");
    script.append("T1: COMMIT\nT2: COMMIT\n");

    return new Scenario(regime, directory, SETUP).play(script.toString());
  }
}
