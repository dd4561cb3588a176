package org.braiddb.blackbox.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.braiddb.blackbox.isolation.Verdict.assertThatIt;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The anomalies of the Hermitage list. Where a transaction reads what it must not, its answers are
 * compared; where writers clash, their fates.
 */
class HermitageTest {
  @TempDir Path directory;

  static Stream<Regime> regimes() {
    return Regime.all();
  }

  private Scenario scenario(Regime regime) {
    return new Scenario(
        regime,
        directory,
        "CREATE TABLE test(id INTEGER PRIMARY KEY, value INTEGER)",
        "INSERT INTO test VALUES(1, 10), (2, 20)");
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void g0WriteCycleIsPrevented(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: UPDATE test SET value = 11 WHERE id = 1
                T2: UPDATE test SET value = 12 WHERE id = 1
                T1: UPDATE test SET value = 21 WHERE id = 2
                T1: COMMIT
                T2: UPDATE test SET value = 22 WHERE id = 2
                T2: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 commits, T2 busy at statement
        pagelock          T1 commits, T2 conflict at commit
        mvcc snapshot     T1 commits, T2 conflict at statement
        mvcc serializable T1 commits, T2 conflict at statement
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void g1aAbortedReadIsPrevented(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: UPDATE test SET value = 101 WHERE id = 1
                T2: SELECT * FROM test
                T1: ROLLBACK
                T2: SELECT * FROM test
                T2: COMMIT
                """);
    assertThat(outcome.answers("T2")).containsOnly("[[1, 10], [2, 20]]");
    assertThat(outcome.fates().get("T2")).isEqualTo(Fate.COMMITS);
    assertThat(outcome.anomalous()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void g1bIntermediateReadIsPrevented(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: UPDATE test SET value = 101 WHERE id = 1
                T2: SELECT * FROM test
                T1: UPDATE test SET value = 11 WHERE id = 1
                T1: COMMIT
                T2: SELECT * FROM test
                T2: COMMIT
                """);
    assertThat(outcome.answers("T2")).containsOnly("[[1, 10], [2, 20]]");
    assertThat(outcome.fates()).containsEntry("T2", Fate.COMMITS);
    assertThat(outcome.anomalous()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void g1cCircularInformationFlowIsPrevented(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: UPDATE test SET value = 11 WHERE id = 1
                T2: UPDATE test SET value = 22 WHERE id = 2
                T1: SELECT * FROM test WHERE id = 2
                T2: SELECT * FROM test WHERE id = 1
                T1: COMMIT
                T2: COMMIT
                """);
    assertThat(outcome.answers("T1")).contains("[[2, 20]]");
    assertThat(outcome.answers("T2")).doesNotContain("[[1, 11]]");
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 commits, T2 busy at statement
        pagelock          T1 commits, T2 conflict at commit
        mvcc snapshot     T1 commits, T2 commits, anomalous
        mvcc serializable T1 commits, T2 conflict at commit
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void otvObservedTransactionDoesNotVanish(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: UPDATE test SET value = 11 WHERE id = 1
                T1: UPDATE test SET value = 19 WHERE id = 2
                T2: UPDATE test SET value = 12 WHERE id = 1
                T1: COMMIT
                T3: SELECT * FROM test WHERE id = 1
                T2: UPDATE test SET value = 18 WHERE id = 2
                T3: SELECT * FROM test WHERE id = 2
                T2: COMMIT
                T3: SELECT * FROM test WHERE id = 2
                T3: SELECT * FROM test WHERE id = 1
                T3: COMMIT
                """);
    assertThat(outcome.answers("T3"))
        .containsExactly("[[1, 11]]", "[[2, 19]]", "[[2, 19]]", "[[1, 11]]");
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 commits, T2 busy at statement, T3 commits
        pagelock          T1 commits, T2 conflict at commit, T3 commits
        mvcc snapshot     T1 commits, T2 conflict at statement, T3 commits
        mvcc serializable T1 commits, T2 conflict at statement, T3 commits
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void pmpPredicateManyPrecedersIsPreventedForReads(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test WHERE value = 30
                T2: INSERT INTO test VALUES(3, 30)
                T2: COMMIT
                T1: SELECT * FROM test WHERE value % 3 = 0
                T1: COMMIT
                """);
    assertThat(outcome.answers("T1")).containsOnly("[]");
    assertThat(outcome.fates().values()).containsOnly(Fate.COMMITS);
    assertThat(outcome.anomalous()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void pmpIsPreventedForWritesByPredicate(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: UPDATE test SET value = value + 10
                T2: SELECT * FROM test WHERE value = 20
                T2: DELETE FROM test WHERE value = 20
                T1: COMMIT
                T2: SELECT * FROM test
                T2: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 commits, T2 busy at statement
        pagelock          T1 commits, T2 conflict at commit
        mvcc snapshot     T1 commits, T2 conflict at commit
        mvcc serializable T1 commits, T2 conflict at commit
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void p4LostUpdateIsPrevented(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT value FROM test WHERE id = 1
                T2: SELECT value FROM test WHERE id = 1
                T1: UPDATE test SET value = 11 WHERE id = 1
                T2: UPDATE test SET value = 11 WHERE id = 1
                T1: COMMIT
                T2: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 commits, T2 busy at statement
        pagelock          T1 commits, T2 conflict at commit
        mvcc snapshot     T1 commits, T2 conflict at commit
        mvcc serializable T1 commits, T2 conflict at commit
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void p4LostUpdateIsPreventedWhenTheWinnerHasCommitted(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT value FROM test WHERE id = 1
                T2: SELECT value FROM test WHERE id = 1
                T1: UPDATE test SET value = value + 1 WHERE id = 1
                T1: COMMIT
                T2: UPDATE test SET value = value + 1 WHERE id = 1
                T2: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 commits, T2 conflict at statement
        pagelock          T1 commits, T2 conflict at commit
        mvcc snapshot     T1 commits, T2 conflict at statement
        mvcc serializable T1 commits, T2 conflict at statement
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void gSingleReadSkewIsPrevented(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test WHERE id = 1
                T2: SELECT * FROM test WHERE id = 1
                T2: SELECT * FROM test WHERE id = 2
                T2: UPDATE test SET value = 12 WHERE id = 1
                T2: UPDATE test SET value = 18 WHERE id = 2
                T2: COMMIT
                T1: SELECT * FROM test WHERE id = 2
                T1: COMMIT
                """);
    assertThat(outcome.answers("T1")).containsExactly("[[1, 10]]", "[[2, 20]]");
    assertThat(outcome.fates().values()).containsOnly(Fate.COMMITS);
    assertThat(outcome.anomalous()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void gSingleWithPredicateDependenciesIsPrevented(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test WHERE value % 5 = 0
                T2: UPDATE test SET value = 12 WHERE value = 10
                T2: COMMIT
                T1: SELECT * FROM test WHERE value % 3 = 0
                T1: COMMIT
                """);
    assertThat(outcome.answers("T1")).containsExactly("[[1, 10], [2, 20]]", "[]");
    assertThat(outcome.fates().values()).containsOnly(Fate.COMMITS);
    assertThat(outcome.anomalous()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void gSingleWithWritesByPredicateIsPrevented(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test WHERE id = 1
                T2: SELECT * FROM test
                T2: UPDATE test SET value = 12 WHERE id = 1
                T2: UPDATE test SET value = 18 WHERE id = 2
                T2: COMMIT
                T1: DELETE FROM test WHERE value = 20
                T1: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 conflict at statement, T2 commits
        pagelock          T1 conflict at commit, T2 commits
        mvcc snapshot     T1 conflict at statement, T2 commits
        mvcc serializable T1 conflict at statement, T2 commits
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void g2ItemWriteSkewIsShownUnderSnapshotAlone(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test WHERE id IN (1, 2)
                T2: SELECT * FROM test WHERE id IN (1, 2)
                T1: UPDATE test SET value = 11 WHERE id = 1
                T2: UPDATE test SET value = 21 WHERE id = 2
                T1: COMMIT
                T2: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 commits, T2 busy at statement
        pagelock          T1 commits, T2 conflict at commit
        mvcc snapshot     T1 commits, T2 commits, anomalous
        mvcc serializable T1 commits, T2 conflict at commit
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void g2PhantomsAreShownUnderSnapshotAlone(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test WHERE value % 3 = 0
                T2: SELECT * FROM test WHERE value % 3 = 0
                T1: INSERT INTO test VALUES(3, 30)
                T2: INSERT INTO test VALUES(4, 42)
                T1: COMMIT
                T2: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 commits, T2 busy at statement
        pagelock          T1 commits, T2 conflict at commit
        mvcc snapshot     T1 commits, T2 commits, anomalous
        mvcc serializable T1 commits, T2 conflict at commit
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void g2PhantomsInAnIndexRangeAreShownUnderSnapshotAlone(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        new Scenario(
                regime,
                directory,
                "CREATE TABLE shift(id INTEGER PRIMARY KEY, day INTEGER, who TEXT)",
                "CREATE INDEX shift_day ON shift(day)",
                "INSERT INTO shift VALUES(1, 1, 'a'), (2, 9, 'b')")
            .play(
                """
                T1: SELECT count(*) FROM shift WHERE day = 5
                T2: SELECT count(*) FROM shift WHERE day = 5
                T1: INSERT INTO shift VALUES(10, 5, 'c')
                T2: INSERT INTO shift VALUES(20, 5, 'd')
                T2: COMMIT
                T1: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 commits, T2 busy at statement
        pagelock          T1 conflict at commit, T2 commits
        mvcc snapshot     T1 commits, T2 commits, anomalous
        mvcc serializable T1 conflict at commit, T2 commits
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void g2TwoEdgesIsShownUnderSnapshotAlone(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test
                T2: UPDATE test SET value = value + 5 WHERE id = 2
                T2: COMMIT
                T3: SELECT * FROM test
                T3: COMMIT
                T1: UPDATE test SET value = 0 WHERE id = 1
                T1: COMMIT
                """);
    assertThat(outcome.answers("T3")).containsExactly("[[1, 10], [2, 25]]");
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 conflict at statement, T2 commits, T3 commits
        pagelock          T1 conflict at commit, T2 commits, T3 commits
        mvcc snapshot     T1 commits, T2 commits, T3 commits, anomalous
        mvcc serializable T1 conflict at commit, T2 commits, T3 commits
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void writeSkewOverTwoTablesIsShownUnderSnapshotAlone(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        new Scenario(
                regime,
                directory,
                "CREATE TABLE checking(id INTEGER PRIMARY KEY, balance INTEGER)",
                "CREATE TABLE saving(id INTEGER PRIMARY KEY, balance INTEGER)",
                "INSERT INTO checking VALUES(1, 50)",
                "INSERT INTO saving VALUES(1, 50)")
            .play(
                """
                T1: SELECT (SELECT balance FROM checking) + (SELECT balance FROM saving)
                T2: SELECT (SELECT balance FROM checking) + (SELECT balance FROM saving)
                T1: UPDATE checking SET balance = balance - 100
                T2: UPDATE saving SET balance = balance - 100
                T2: COMMIT
                T1: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 commits, T2 busy at statement
        pagelock          T1 conflict at commit, T2 commits
        mvcc snapshot     T1 commits, T2 commits, anomalous
        mvcc serializable T1 conflict at commit, T2 commits
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void readOnlyTransactionAnomalyIsShownUnderSnapshotAlone(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        new Scenario(
                regime,
                directory,
                "CREATE TABLE account(id INTEGER PRIMARY KEY, balance INTEGER)",
                "INSERT INTO account VALUES(1, 0), (2, 0)")
            .play(
                """
                T1: SELECT * FROM account
                T2: SELECT * FROM account WHERE id = 2
                T2: UPDATE account SET balance = 20 WHERE id = 2
                T2: COMMIT
                T3: SELECT * FROM account
                T3: COMMIT
                T1: UPDATE account SET balance = -11 WHERE id = 1
                T1: COMMIT
                """);
    assertThat(outcome.answers("T3")).containsExactly("[[1, 0], [2, 20]]");
    assertThatIt(
        outcome,
        regime,
        """
        wal               T1 conflict at statement, T2 commits, T3 commits
        pagelock          T1 conflict at commit, T2 commits, T3 commits
        mvcc snapshot     T1 commits, T2 commits, T3 commits, anomalous
        mvcc serializable T1 conflict at commit, T2 commits, T3 commits
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void readOnlyTransactionsAlwaysCommit(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test WHERE id = 1
                A1: UPDATE test SET value = 11 WHERE id = 1
                T1: SELECT * FROM test
                A2: DELETE FROM test WHERE id = 2
                A3: INSERT INTO test VALUES(3, 30)
                T1: SELECT sum(value) FROM test
                T1: COMMIT
                """);
    assertThat(outcome.answers("T1")).containsExactly("[[1, 10]]", "[[1, 10], [2, 20]]", "[[30]]");
    assertThat(outcome.fates().values()).containsOnly(Fate.COMMITS);
    assertThat(outcome.anomalous()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void plainWriterDoesNotLoseToAConcurrentOne(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test
                P1: UPDATE test SET value = 11 WHERE id = 1
                T1: UPDATE test SET value = 12 WHERE id = 1
                T1: COMMIT
                P1: UPDATE test SET value = 21 WHERE id = 2
                P1: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               P1 commits, T1 busy at statement
        pagelock          P1 commits, T1 busy at commit
        mvcc snapshot     P1 commits, T1 busy at commit
        mvcc serializable P1 commits, T1 busy at commit
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void concurrentWriterLosesToAPlainOneThatCommittedFirst(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test
                P1: UPDATE test SET value = 11 WHERE id = 1
                T1: UPDATE test SET value = 12 WHERE id = 1
                P1: COMMIT
                T1: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               P1 commits, T1 busy at statement
        pagelock          P1 commits, T1 conflict at commit
        mvcc snapshot     P1 commits, T1 conflict at commit
        mvcc serializable P1 commits, T1 conflict at commit
        """);
  }

  @ParameterizedTest
  @MethodSource("regimes")
  void concurrentWriterLosesToAnAutocommitStatement(Regime regime) throws SQLException {
    Scenario.Outcome outcome =
        scenario(regime)
            .play(
                """
                T1: SELECT * FROM test
                A1: UPDATE test SET value = 11 WHERE id = 1
                T1: UPDATE test SET value = 12 WHERE id = 1
                T1: COMMIT
                """);
    assertThatIt(
        outcome,
        regime,
        """
        wal               A1 commits, T1 conflict at statement
        pagelock          A1 commits, T1 conflict at commit
        mvcc snapshot     A1 commits, T1 conflict at statement
        mvcc serializable A1 commits, T1 conflict at statement
        """);
  }
}
