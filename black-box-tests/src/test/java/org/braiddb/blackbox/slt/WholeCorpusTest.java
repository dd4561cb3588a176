package org.braiddb.blackbox.slt;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.braiddb.blackbox.slt.TestedDatabase.StatementFailedException;
import org.braiddb.blackbox.slt.TimedDatabase.Time;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * All files of the corpus in wal mode, each beside SQLite on the same runner: {@code ./mvnw verify
 * -Plogictest}. The times are printed and written to {@code target/logictest.txt}, not judged.
 */
@Tag("logictest")
class WholeCorpusTest {

  /**
   * The records that are for an engine named sqlite: these, the outdated ones included, are run.
   */
  private static final int RECORDS = 5_939_879;

  private static final Map<String, Integer> SKIPS =
      Map.of(
          "onlyif mssql",
          14_587,
          "onlyif mysql",
          1_466_252,
          "onlyif oracle",
          4,
          "skipif sqlite",
          1);

  private record Run(LogicTestReport report, Time time) {
    Run() {
      this(new LogicTestReport(), new Time());
    }
  }

  @Test
  void braidGivesTheAnswersOfTheWholeCorpus() throws Exception {
    Run braid = new Run();
    Run sqlite = new Run();
    List<String> files = LogicTestFiles.all();
    for (String file : files) {
      List<TestRecord> records = LogicTestFiles.read(file);
      run(file, records, BraidDatabase.open(":memory:", "wal"), braid);
      run(file, records, JdbcDatabase.open("jdbc:sqlite::memory:"), sqlite);
    }
    write(files.size() + " files\nBraid: " + shown(braid) + "\nSQLite: " + shown(sqlite) + "\n");
    check(sqlite.report());
    check(braid.report());
  }

  private static void check(LogicTestReport report) {
    assertThat(report.failedPlaces()).as(report::toString).isEqualTo(LogicTestFiles.OUTDATED);
    assertThat(report.skips()).isEqualTo(SKIPS);
    assertThat(report.passed() + report.failed()).isEqualTo(RECORDS);
  }

  private static void run(String file, List<TestRecord> records, TestedDatabase database, Run run)
      throws StatementFailedException {
    double before = run.time().cpuSeconds();
    try (TestedDatabase timed = new TimedDatabase(database, run.time())) {
      new LogicTestRunner(file, timed, run.report()).run(records);
    }
    System.out.printf(
        "%s %s %.2f s%n",
        file, database.getClass().getSimpleName(), run.time().cpuSeconds() - before);
  }

  private static String shown(Run run) {
    return run.report() + ": " + run.time();
  }

  private static void write(String report) throws IOException {
    System.out.print(report);
    Files.writeString(Path.of("target", "logictest.txt"), report);
  }
}
