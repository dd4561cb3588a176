package org.braiddb.blackbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Statement;
import java.util.stream.Stream;
import org.braiddb.blackbox.StockSqlite;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Two transactions whose rows are strangers and whose pages are not, on pages of 512 bytes: what
 * one does to the tree must not be undone, doubled or lost by what the other does. With conflicts
 * by rows both commit; with conflicts by pages the second may fail, and then leaves nothing.
 */
class SharedPagesTest {
  /** About ten rows to a leaf. */
  private static final int WIDTH = 36;

  @TempDir Path directory;
  private Path file = Path.of("");

  static Stream<Regime> regimes() {
    return Regime.allConcurrent().stream();
  }

  @AfterEach
  void fileIsSound() throws SQLException {
    StockSqlite.assertIntact(file);
  }

  /** Makes t and runs T1 and T2, T1 commits first; the rows at the end are those expected. */
  private void play(
      Regime regime, String[] setup, String[] first, String[] second, String sumOfBoth)
      throws SQLException {
    file = directory.resolve("pages.db");
    try (Connection main = regime.connect(file, 0, "&page_size=512");
        Connection one = regime.connect(file, 0, "");
        Connection two = regime.connect(file, 0, "");
        Statement statement = main.createStatement();
        Statement t1 = one.createStatement();
        Statement t2 = two.createStatement()) {
      statement.execute("CREATE TABLE t(id INTEGER PRIMARY KEY, v)");
      for (String sql : setup) {
        statement.execute(sql);
      }
      t1.execute(regime.begin());
      t2.execute(regime.begin());
      for (int i = 0; i < Math.max(first.length, second.length); i++) {
        if (i < first.length) {
          t1.execute(first[i]);
        }
        if (i < second.length) {
          t2.execute(second[i]);
        }
      }
      t1.execute("COMMIT");
      check(statement);
      boolean committed = commit(t2);
      check(statement);
      if (!committed) {
        // The second has read the whole table in one of its statements, or pages are what counts.
        assertThat(regime).isNotEqualTo(Regime.MVCC_SNAPSHOT);
        t2.execute(regime.begin());
        for (String sql : second) {
          t2.execute(sql);
        }
        t2.execute("COMMIT");
        check(statement);
      }
      try (ResultSet sum = statement.executeQuery("SELECT count(*) || ' ' || sum(id) FROM t")) {
        sum.next();
        assertThat(sum.getString(1)).isEqualTo(sumOfBoth);
      }
    }
  }

  private static boolean commit(Statement statement) throws SQLException {
    try {
      statement.execute("COMMIT");
      return true;
    } catch (SQLTransactionRollbackException e) {
      statement.execute("ROLLBACK");
      return false;
    }
  }

  private static void check(Statement statement) throws SQLException {
    assertThat(Answers.run(statement, "PRAGMA integrity_check")).isEqualTo("[[ok]]");
    // A stale boundary hides rows from a search that a scan still finds.
    assertThat(
            Answers.run(
                statement,
                "SELECT count(*) FROM t AS a WHERE NOT EXISTS(SELECT 1 FROM t AS b WHERE b.id ="
                    + " a.id)"))
        .isEqualTo("[[0]]");
  }

  private static String[] sql(String... statements) {
    return statements;
  }

  /** Rows with these keys, of the usual width. */
  private static String rows(int from, int to, int step) {
    return "WITH RECURSIVE n(i) AS (SELECT "
        + from
        + " UNION ALL SELECT i + "
        + step
        + " FROM n WHERE i + "
        + step
        + " <= "
        + to
        + ") INSERT INTO t SELECT i, zeroblob("
        + WIDTH
        + ") FROM n";
  }

  private static String end(long count, long sum) {
    return count + " " + sum;
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void leafIsFreedByOneAndFilledByTheOther(Regime regime) throws SQLException {
    // 10, 20 … 1000: sum 50500. T1 empties 210 to 390, T2 puts rows between 300 and 310.
    play(
        regime,
        sql(rows(10, 1000, 10)),
        sql("DELETE FROM t WHERE id BETWEEN 205 AND 395"),
        sql(rows(301, 309, 1)),
        end(100 - 19 + 9, 50500 - 300 * 19 + 305 * 9));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void leafIsFilledByTheFirstAndFreedByTheSecond(Regime regime) throws SQLException {
    play(
        regime,
        sql(rows(10, 1000, 10)),
        sql(rows(301, 309, 1)),
        sql(
            "DELETE FROM t WHERE id BETWEEN 205 AND 300",
            "DELETE FROM t WHERE id IN (310, 320, 330, 340, 350, 360, 370, 380, 390)"),
        end(100 - 19 + 9, 50500 - 300 * 19 + 305 * 9));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void boundaryIsMovedByBalancingBesideAnInsertAboveIt(Regime regime) throws SQLException {
    // T1 fills one leaf so that rows move to its neighbour; T2 inserts at every boundary there is.
    play(
        regime,
        sql(rows(10, 1000, 10)),
        sql(rows(101, 104, 1), rows(106, 109, 1), rows(111, 114, 1), rows(116, 119, 1)),
        sql(rows(5, 995, 10)),
        end(100 + 16 + 100, 50500 + 105 * 8 + 115 * 8 + 50000));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void boundaryIsMovedByDeletesBesideInsertsOnBothSides(Regime regime) throws SQLException {
    play(
        regime,
        sql(rows(10, 1000, 10)),
        sql("DELETE FROM t WHERE id % 20 = 0"),
        sql(rows(5, 995, 10)),
        end(50 + 100, 25000 + 50000));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void rootCollapsesBesideAnInsert(Regime regime) throws SQLException {
    play(
        regime,
        sql(rows(1, 30, 1)),
        sql("DELETE FROM t WHERE id > 2"),
        sql("INSERT INTO t VALUES(50, zeroblob(36))"),
        end(3, 53));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void rootDeepensBesideAnInsert(Regime regime) throws SQLException {
    play(
        regime,
        sql(rows(1, 5, 1)),
        sql(rows(101, 400, 1)),
        sql("INSERT INTO t VALUES(50, zeroblob(36))"),
        end(5 + 300 + 1, 15 + 75150 + 50));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void rootDeepensInBoth(Regime regime) throws SQLException {
    play(regime, sql(), sql(rows(1, 399, 2)), sql(rows(2, 400, 2)), end(400, 80200));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void rootDeepensInOneAndCollapsesInTheOther(Regime regime) throws SQLException {
    play(
        regime,
        sql(rows(1, 100, 1)),
        sql(rows(101, 500, 1)),
        sql("DELETE FROM t WHERE id BETWEEN 1 AND 100"),
        end(400, 120200));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void overflowChainsAreFreedByOneAndMadeByTheOther(Regime regime) throws SQLException {
    play(
        regime,
        sql(
            rows(1, 20, 1),
            "UPDATE t SET v = zeroblob(3000) WHERE id % 2 = 0",
            "DELETE FROM t WHERE id = 20"),
        sql("DELETE FROM t WHERE id IN (2, 4, 6, 8)", "INSERT INTO t VALUES(30, zeroblob(5000))"),
        sql(
            "UPDATE t SET v = zeroblob(4000) WHERE id IN (1, 3)",
            "UPDATE t SET v = 1 WHERE id = 10"),
        end(19 - 4 + 1, 190 - 20 + 30));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void definitionsTakeFromTheFreeListThatAnotherFills(Regime regime) throws SQLException {
    play(
        regime,
        sql(
            rows(1, 200, 1),
            "CREATE TABLE gone(a)",
            "INSERT INTO gone SELECT zeroblob(300) FROM t",
            "DROP TABLE gone"),
        sql("DELETE FROM t WHERE id BETWEEN 50 AND 150"),
        sql("CREATE TABLE made(a UNIQUE, b)", "INSERT INTO made VALUES(1, zeroblob(700)), (2, '')"),
        end(99, 20100 - 10100));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void definitionAloneLeavesNoPageUnused(Regime regime) throws SQLException {
    play(
        regime,
        sql(rows(1, 200, 1), "DELETE FROM t WHERE id > 10"),
        sql("CREATE TABLE made(a)"),
        sql("DELETE FROM t WHERE id = 10"),
        end(9, 45));
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void indexLeavesAreSharedByRowsFarApart(Regime regime) throws SQLException {
    // The index orders by the remainder, so that the leaves of both meet everywhere.
    play(
        regime,
        sql("CREATE INDEX t_r ON t(id % 7, v)", rows(10, 1000, 10)),
        sql("DELETE FROM t WHERE id BETWEEN 205 AND 395"),
        sql(rows(1001, 1100, 1)),
        end(100 - 19 + 100, 50500 - 300 * 19 + 105050));
  }
}
