package org.braiddb.blackbox.slt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SQLite's own answers to the first five files of its corpus: in each journal mode, and where there
 * are concurrent transactions in one of those.
 */
class LogicTestCorpusTest {

  @TempDir Path directory;

  private record CorpusFile(String name, int records) {}

  private static final List<CorpusFile> FILES =
      List.of(
          new CorpusFile("test/select1.test", 1031),
          new CorpusFile("test/select2.test", 1031),
          new CorpusFile("test/select3.test", 3351),
          new CorpusFile("test/select4.test", 3857),
          new CorpusFile("test/select5.test", 1436));

  static Stream<Arguments> filesInEachMode() {
    return StorageEngines.installed().all().stream()
        .filter(engine -> engine.capabilities().persistent())
        .flatMap(engine -> FILES.stream().map(file -> Arguments.of(engine, file)));
  }

  @ParameterizedTest
  @MethodSource("filesInEachMode")
  void braidGivesTheAnswersOfTheCorpus(StorageEngine engine, CorpusFile file)
      throws TestedDatabase.StatementFailedException {
    LogicTestReport report = new LogicTestReport();
    String place = directory.resolve("slt.db").toString();
    try (BraidDatabase database = BraidDatabase.open(place, engine.journalMode())) {
      if (engine.capabilities().concurrentTransactions()) {
        database.execute("BEGIN CONCURRENT");
      }
      new LogicTestRunner(file.name(), database, report).run(LogicTestFiles.read(file.name()));
    }
    assertThat(report.failed()).as(report::toString).isZero();
    assertThat(report.skips()).isEmpty();
    assertThat(report.passed()).isEqualTo(file.records());
  }
}
