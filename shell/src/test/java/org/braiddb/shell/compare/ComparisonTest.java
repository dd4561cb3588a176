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
  void theVerdictNamesTheModeAndTheReason() {
    ModeResult wal =
        new ModeResult(
            "wal",
            1000,
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
            2500,
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
            1500,
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
}
