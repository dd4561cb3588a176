package org.braiddb.blackbox.slt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * SQLite's own answers to the first five files of its corpus and to some chosen by {@code
 * -Dbraid.seed}: in each journal mode, and where there are concurrent transactions in one of those.
 * {@link WholeCorpusTest} runs them all.
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

  /** Where a sample begins; with {@code -Plogictest} it is larger than in every build. */
  private static final long SEED = Long.getLong("braid.seed", 20);

  private static final int IN_EVERY_BUILD = 4;
  private static final int AT_LENGTH = 60;

  static Stream<StorageEngine> engines() {
    return StorageEngines.installed().all().stream()
        .filter(engine -> engine.capabilities().persistent());
  }

  static Stream<Arguments> filesInEachMode() {
    return engines().flatMap(engine -> FILES.stream().map(file -> Arguments.of(engine, file)));
  }

  @ParameterizedTest
  @MethodSource("filesInEachMode")
  void braidGivesTheAnswersOfTheCorpus(StorageEngine engine, CorpusFile file)
      throws TestedDatabase.StatementFailedException {
    LogicTestReport report = new LogicTestReport();
    run(engine, file.name(), report);
    assertThat(report.failed()).as(report::toString).isZero();
    assertThat(report.skips()).isEmpty();
    assertThat(report.passed()).isEqualTo(file.records());
  }

  @ParameterizedTest
  @MethodSource("engines")
  void braidGivesTheAnswersOfASample(StorageEngine engine)
      throws TestedDatabase.StatementFailedException {
    runSample(engine, IN_EVERY_BUILD);
  }

  @Tag("logictest")
  @ParameterizedTest
  @MethodSource("engines")
  void braidGivesTheAnswersOfALargeSample(StorageEngine engine)
      throws TestedDatabase.StatementFailedException {
    runSample(engine, AT_LENGTH);
  }

  private void runSample(StorageEngine engine, int files)
      throws TestedDatabase.StatementFailedException {
    List<String> sample = LogicTestFiles.sample(SEED, files);
    System.out.println("a sample of the corpus in " + engine.journalMode() + ": seed " + SEED);
    LogicTestReport report = new LogicTestReport();
    for (String file : sample) {
      run(engine, file, report);
    }
    assertThat(LogicTestFiles.OUTDATED).as(report::toString).containsAll(report.failedPlaces());
    assertThat(report.passed()).isGreaterThan(files);
  }

  private void run(StorageEngine engine, String file, LogicTestReport report)
      throws TestedDatabase.StatementFailedException {
    String place = directory.resolve(file.replace('/', '-') + ".db").toString();
    try (BraidDatabase database = BraidDatabase.open(place, engine.journalMode())) {
      if (engine.capabilities().concurrentTransactions()) {
        database.execute("BEGIN CONCURRENT");
      } else {
        database.execute("BEGIN");
      }
      new LogicTestRunner(file, database, report).run(LogicTestFiles.read(file));
    }
  }
}
