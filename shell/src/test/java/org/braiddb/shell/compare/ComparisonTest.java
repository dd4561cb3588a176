package org.braiddb.shell.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.braiddb.shell.output.Output;
import org.braiddb.shell.session.CommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {
  private static final String COUNTERS =
      """
      -- Ten counters.
      .threads 3
      .transactions 20
      .param id random 0 9
      .param note text 5
      .setup
      CREATE TABLE counter(id INTEGER PRIMARY KEY, n INTEGER, note TEXT);
      WITH RECURSIVE i(v) AS (SELECT 0 UNION ALL SELECT v + 1 FROM i WHERE v < 9)
        INSERT INTO counter SELECT v, 0, '' FROM i;
      .transaction
      SELECT n FROM counter WHERE id = :id;
      UPDATE counter SET n = n + 1, note = :note WHERE id = :id;
      .check
      SELECT sum(n) = :commits AND :commits = 60 FROM counter;
      """;

  @TempDir Path directory;

  private String compare(String workload) throws IOException {
    Path file = Files.writeString(directory.resolve("workload.sql"), workload);
    StringWriter text = new StringWriter();
    Output out = new Output(text);
    try {
      new Comparison(out).run(file);
    } catch (CommandException e) {
      out.line("Error: " + e.getMessage());
    }
    out.flush();
    return text.toString();
  }

  @Test
  void everyInstalledModeRunsTheWorkloadAndEveryCommitIsThere() throws IOException {
    String text = compare(COUNTERS);
    assertThat(text)
        .startsWith("3 clients, 20 transactions each in each of mvcc, pagelock, wal;")
        .containsPattern("(?m)^wal +[0-9,]+ ")
        .containsPattern("(?m)^mvcc +[0-9,]+ ")
        .containsPattern("(?m)^pagelock +[0-9,]+ ")
        .contains("suits this workload")
        .doesNotContain("failed", "Error");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(directory.resolve("workload.sql"));
    }
  }

  @Test
  void anInterruptEndsItAndLeavesNothingBehind() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("workload.sql"),
            COUNTERS.replace(".transactions 20", ".seconds 3000"));
    StringWriter text = new StringWriter();
    Comparison comparison = new Comparison(new Output(text));
    AtomicReference<Throwable> end = new AtomicReference<>();
    Thread running =
        Thread.ofPlatform()
            .start(() -> end.set(Assertions.catchThrowable(() -> comparison.run(file))));
    while (text.toString().isEmpty() && running.isAlive()) {
      Thread.onSpinWait(); // until it has begun
    }
    comparison.interrupt();
    running.join();
    assertThat(end.get()).isInstanceOf(CommandException.class).hasMessage("interrupted");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left).containsExactly(file);
    }
  }

  @Test
  void readsAndFurtherKindsOfParametersRun() throws IOException {
    assertThat(
            compare(
                """
                .threads 2
                .transactions 3
                .modes wal
                .synchronous normal
                .param a skewed 1 100
                .param b choice x 'y z'
                .param c client
                .param d counter
                .transaction
                SELECT :a BETWEEN 1 AND 100, :b, :c, :d;
                """))
        .contains("wal suits this workload.")
        .contains("synchronous = normal");
  }

  @Test
  void aCheckThatIsNotTrueIsAFailureOfTheMode() throws IOException {
    assertThat(
            compare(
                COUNTERS.replace("= 60", "= 61").replace(".threads 3", ".modes wal\n.threads 3")))
        .contains("wal        failed: after 60 commits this is not true: SELECT sum(n) = :commits")
        .contains("No mode could run the workload.");
  }

  @Test
  void aTransactionThatFailsIsAFailureOfTheMode() throws IOException {
    assertThat(
            compare(
                """
                .transactions 1
                .modes wal
                .setup
                CREATE TABLE t(a UNIQUE);
                INSERT INTO t VALUES(1);
                .transaction
                INSERT INTO t VALUES(1);
                """))
        .contains("failed: a transaction failed: UNIQUE constraint failed: t.a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      value = {
        ".nonsense ! line 1 of w.sql: unknown directive \".nonsense\"",
        ".threads 0 ! line 1 of w.sql: not from 1 to 10000: 0",
        ".threads x ! line 1 of w.sql: not a whole number: x",
        ".param a random 5 1 ! line 1 of w.sql: not from 5 to",
        ".param a dice ! line 1 of w.sql: unknown kind of parameter \"dice\"",
        ".synchronous often ! line 1 of w.sql: unknown level of synchronous: often",
        "SELECT 1 ! line 1 of w.sql: SQL before .setup or .transaction",
        ".setup ! w.sql has no .transaction"
      })
  void whatIsNotUnderstoodIsNamedWithItsLine(String line, String message) {
    assertThatThrownBy(() -> WorkloadReader.read("w.sql", List.of(line)))
        .isInstanceOf(CommandException.class)
        .hasMessageStartingWith(message);
  }

  @Test
  void roundsAreShownAsTheyEndAndTheirTotalTimeIsToldBefore() throws IOException {
    String text =
        compare(
            COUNTERS
                .replace(".transactions 20", ".warmup 1\n.seconds 1\n.modes wal mvcc")
                .replace(" AND :commits = 60", ""));
    assertThat(text)
        .startsWith(
            "3 clients, 1 seconds in each of wal, mvcc after at most 1 of warm-up: at most 4"
                + " seconds and the setup; synchronous = full\n\n"
                + "commits/s           wal         mvcc\n")
        .doesNotContain("failed", "Error");
    assertThat(text.lines().filter(line -> line.matches("warm-up +[0-9,]+ +[0-9,]+"))).hasSize(2);
    assertThat(text.lines().filter(line -> line.matches("measured +[0-9,]+ +[0-9,]+"))).hasSize(5);
  }

  @Test
  void withoutWarmUpEveryRoundIsMeasured() throws IOException {
    String text =
        compare(
            COUNTERS
                .replace(".transactions 20", ".warmup 0\n.seconds 1\n.modes wal")
                .replace(" AND :commits = 60", ""));
    assertThat(text).doesNotContain("failed", "Error", "getting faster");
    assertThat(text.lines().filter(line -> line.startsWith("warm-up"))).isEmpty();
    assertThat(text.lines().filter(line -> line.startsWith("measured"))).hasSize(5);
  }

  @Test
  void warmUpGoesOnWhileAnyModeGetsNotablyFaster() {
    WarmUp warmUp = new WarmUp(List.of("mvcc", "wal"), 100);
    warmUp.add(List.of(100.0, 200.0));
    warmUp.add(List.of(104.0, 200.0));
    warmUp.add(List.of(103.0, 210.0));
    // Each step is small, but together they are notable.
    warmUp.add(List.of(108.0, 209.0));
    for (int round = 0; round < 4; round++) {
      warmUp.add(List.of(113.0, 150.0));
      assertThat(warmUp.isDone()).isFalse();
      assertThat(warmUp.rising()).contains("mvcc");
    }
    warmUp.add(List.of(60.0, 150.0));
    assertThat(warmUp.isDone()).isTrue();
    assertThat(warmUp.rising()).isEmpty();
  }

  @Test
  void warmUpEndsAfterItsLastRoundAndTellsWhoWasStillGettingFaster() {
    WarmUp warmUp = new WarmUp(List.of("mvcc", "wal"), 4);
    for (double rate = 100; rate < 1000; rate *= 1.8) {
      assertThat(warmUp.isDone()).isFalse();
      warmUp.add(List.of(rate, 0.0));
    }
    assertThat(warmUp.isDone()).isTrue();
    assertThat(warmUp.rising()).containsExactly("mvcc");
  }

  @Test
  void theVerdictNamesTheModeAndTheReason() {
    ModeResult wal =
        new ModeResult(
            "wal",
            rate(1000),
            0,
            1,
            1,
            1,
            new ModeResult.Shares(0.8, 0, 0.1, 0.1),
            List.of(),
            Optional.empty());
    ModeResult mvcc =
        new ModeResult(
            "mvcc",
            rate(2500),
            0,
            1,
            1,
            1,
            new ModeResult.Shares(0, 0, 0.3, 0.7),
            List.of(),
            Optional.empty());
    ModeResult pagelock =
        new ModeResult(
            "pagelock",
            rate(1500),
            0.4,
            1,
            1,
            1,
            new ModeResult.Shares(0, 0.5, 0.3, 0.2),
            List.of(new ModeResult.ConflictCount("entry", "page", 9)),
            Optional.empty());
    assertThat(Verdict.of(List.of(mvcc, pagelock, wal)))
        .containsExactly(
            "mvcc suits this workload: it commits 1.7 times pagelock and 2.5 times wal.",
            "mvcc: 70% of the time is COMMIT, which is mostly the force of the log; more clients"
                + " share a force, and synchronous = normal does without it.",
            "pagelock: 0.40 runs were lost for each commit (50% of the time); 100% of the"
                + " conflicts were about a page of entry. Modes that compare rows do not see those"
                + " between different rows.",
            "wal: the clients spent 80% of their time waiting for their turn to write.");
  }

  private static ModeResult.Rate rate(double perSecond) {
    return new ModeResult.Rate(perSecond, 0.95 * perSecond, 1.05 * perSecond);
  }

  private static ModeResult result(String mode, ModeResult.Rate rate, double lossesPerCommit) {
    return new ModeResult(
        mode,
        rate,
        lossesPerCommit,
        1,
        1,
        1,
        new ModeResult.Shares(0, 0, 0.6, 0.4),
        List.of(),
        Optional.empty());
  }

  @Test
  void theVerdictPrefersWhatLosesNothingWhereRoundsOverlap() {
    assertThat(
            Verdict.of(
                List.of(
                    result("mvcc", new ModeResult.Rate(1200, 1000, 1300), 0.05),
                    result("pagelock", new ModeResult.Rate(1050, 1000, 1100), 0.02),
                    result("wal", new ModeResult.Rate(1000, 900, 1100), 0))))
        .containsExactly(
            "wal suits this workload: pagelock is within a tenth of it, but more has to be run again"
                + " there; mvcc is not faster or slower in every round: a longer run (.seconds)"
                + " tells more.",
            "mvcc: 0.05 runs were lost for each commit (0% of the time).",
            "pagelock: 0.02 runs were lost for each commit (0% of the time).");
  }

  @Test
  void theVerdictIsCertainWhereNoRoundOverlaps() {
    assertThat(
            Verdict.of(
                List.of(
                    result("mvcc", new ModeResult.Rate(1200, 1150, 1300), 0.005),
                    result("wal", new ModeResult.Rate(1000, 900, 1100), 0))))
        .containsExactly("mvcc suits this workload: it commits 1.2 times wal.");
  }
}
