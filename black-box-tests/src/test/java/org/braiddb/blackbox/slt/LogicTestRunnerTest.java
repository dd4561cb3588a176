package org.braiddb.blackbox.slt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.braiddb.blackbox.slt.TestedDatabase.StatementFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The runner itself, proven on the database that the corpus was made with. */
class LogicTestRunnerTest {

  private static final String SQLITE = "jdbc:sqlite::memory:";

  @ParameterizedTest
  @CsvSource({"test/select1.test, 1031", "test/select2.test, 1031"})
  void stockSqliteGivesTheAnswersOfTheCorpus(String file, int records)
      throws StatementFailedException {
    LogicTestReport report = run(LogicTestFiles.read(file));
    assertThat(report.failed()).as(report::toString).isZero();
    assertThat(report.passed()).isEqualTo(records);
    assertThat(report.skips()).isEmpty();
  }

  @Test
  void wrongAnswersAndUnexpectedOutcomesAreFailures() throws StatementFailedException {
    LogicTestReport report =
        run(
            parse(
                """
                query I nosort
                SELECT 1
                ----
                2

                query I nosort
                SELECT 1, 2
                ----
                1
                2

                query II nosort
                VALUES (1, 2), (0, 3)
                ----
                0
                3
                1
                2

                statement ok
                SELECT no_such_column

                statement error
                SELECT 1

                query I nosort
                SELECT 1
                ----
                1 values hashing to b026324c6904b2a9cb4b88d6d61c81d1
                """));
    assertThat(report.failed()).as(report::toString).isEqualTo(5);
    assertThat(report.passed()).isEqualTo(1);
  }

  @Test
  void valuesAreRenderedAndSortedAsTheFormatSays() throws StatementFailedException {
    LogicTestReport report =
        run(
            parse(
                """
                query TIR rowsort
                VALUES ('b', 2, 1.5), (NULL, '7', 2), ('', 2.9, NULL), ('tab\there', -1, 1e6)
                ----
                (empty)
                2
                NULL
                NULL
                7
                2.000
                b
                2
                1.500
                tab@here
                -1
                1000000.000

                query II valuesort
                VALUES (10, 9), (2, NULL)
                ----
                10
                2
                9
                NULL
                """));
    assertThat(report.failed()).as(report::toString).isZero();
    assertThat(report.passed()).isEqualTo(2);
  }

  @Test
  void recordsForOtherEnginesAreSkippedAndCountedByCause() throws StatementFailedException {
    LogicTestReport report =
        run(
            parse(
                """
                onlyif mysql # not for us
                statement ok
                NONSENSE

                skipif sqlite
                statement ok
                NONSENSE

                skipif mysql
                onlyif sqlite
                statement ok
                SELECT 1

                onlyif oracle
                halt

                halt

                statement ok
                NONSENSE
                """));
    assertThat(report.skips())
        .isEqualTo(Map.of("onlyif mysql", 1, "skipif sqlite", 1, "onlyif oracle", 1));
    assertThat(report.passed()).isEqualTo(1);
    assertThat(report.failed()).as(report::toString).isZero();
  }

  @Test
  void equalLabelsMustHaveEqualAnswers() throws StatementFailedException {
    LogicTestReport report =
        run(
            parse(
                """
                query I nosort same
                SELECT 1
                ----
                1

                query I nosort same
                SELECT 2
                ----
                2
                """));
    assertThat(report.failed()).isEqualTo(1);
    assertThat(report.toString()).contains("x.test:6").contains("labelled same");
  }

  @Test
  void anUnknownRecordIsAnErrorWithItsPlace() {
    assertThatThrownBy(() -> parse("\nnonsense here\n"))
        .hasMessage("x.test:2: unknown record: nonsense");
  }

  private static List<TestRecord> parse(String text) {
    return new TestFileParser("x.test", text.lines().toList()).parse();
  }

  private static LogicTestReport run(List<TestRecord> records) throws StatementFailedException {
    LogicTestReport report = new LogicTestReport();
    try (TestedDatabase database = JdbcDatabase.open(SQLITE)) {
      new LogicTestRunner("x.test", database, report).run(records);
    }
    return report;
  }
}
