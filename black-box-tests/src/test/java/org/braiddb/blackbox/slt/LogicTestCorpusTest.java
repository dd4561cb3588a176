package org.braiddb.blackbox.slt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** SQLite's own answers to the first five files of its corpus, in a file in wal mode. */
class LogicTestCorpusTest {

  @TempDir Path directory;

  @ParameterizedTest
  @CsvSource({
    "test/select1.test, 1031",
    "test/select2.test, 1031",
    "test/select3.test, 3351",
    "test/select4.test, 3857",
    "test/select5.test, 1436"
  })
  void braidGivesTheAnswersOfTheCorpus(String file, int records) {
    LogicTestReport report = new LogicTestReport();
    try (BraidDatabase database = BraidDatabase.open(directory.resolve("slt.db").toString())) {
      new LogicTestRunner(file, database, report).run(LogicTestFiles.read(file));
    }
    assertThat(report.failed()).as(report::toString).isZero();
    assertThat(report.skips()).isEmpty();
    assertThat(report.passed()).isEqualTo(records);
  }
}
