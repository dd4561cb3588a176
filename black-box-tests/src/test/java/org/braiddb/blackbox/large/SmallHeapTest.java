package org.braiddb.blackbox.large;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.braiddb.blackbox.BuiltModules;
import org.braiddb.blackbox.StockSqlite;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.StorageEngines;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * In every mode with concurrent transactions: one that changes far more than fits into the heap
 * commits beside others, and one that is open for long beside a busy writer costs no more than its
 * budget. Small in every build; {@code -Plarge} changes a gigabyte under 256 MB.
 */
class SmallHeapTest {
  private static final int MEGABYTE = 1 << 20;

  @TempDir Path directory;

  static List<String> modes() {
    return StorageEngines.installed().all().stream()
        .filter(engine -> engine.capabilities().concurrentTransactions())
        .filter(engine -> engine.capabilities().persistent())
        .map(StorageEngine::journalMode)
        .toList();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void updateOfMoreThanFitsIntoMemoryCommitsBesideOthers(String mode) throws Exception {
    update(mode, "-Xmx48m", 50);
  }

  @Test
  @Tag("large")
  void updateOfAGigabyteCommitsUnderAQuarterOfOne() throws Exception {
    for (String mode : modes()) {
      update(mode, "-Xmx256m", 1024);
    }
  }

  @Test
  void databaseOfMoreThanFitsIntoMemoryIsFilledSortedAndPacked() throws Exception {
    fillAndPack("-Xmx32m", 40);
  }

  @Test
  @Tag("large")
  void databaseOfTwoGigabytesIsFilledSortedAndPackedUnderAnEighthOfThat() throws Exception {
    fillAndPack("-Xmx256m", 2048);
  }

  private void fillAndPack(String heap, int megabytes) throws Exception {
    Path file = directory.resolve("filled.db");
    String rows = Integer.toString(megabytes * (MEGABYTE / LargeDatabase.ROW_BYTES));
    assertThat(run(heap, LargeDatabase.class, url(file, "wal"), rows)).isEqualTo("done");
    StockSqlite.assertIntact(file);
    assertThat(Files.size(file)).isLessThan((long) megabytes * MEGABYTE / 5);
  }

  private void update(String mode, String heap, int megabytes) throws Exception {
    Path file = directory.resolve(mode + ".db");
    String rows = Integer.toString(megabytes * (MEGABYTE / LargeUpdate.ROW_BYTES));
    assertThat(run(heap, LargeUpdate.class, url(file, mode), rows)).isEqualTo("committed");
    StockSqlite.assertIntact(file);
  }

  @ParameterizedTest
  @MethodSource("modes")
  void transactionOpenBesideABusyWriterStaysWithinItsBudgetAndSaysWhyItFails(String mode)
      throws Exception {
    Path file = directory.resolve("long.db");
    int commits = 240 * Integer.getInteger("braid.stress.scale", 1);
    String outcome =
        run("-Xmx48m", LongTransaction.class, url(file, mode), Integer.toString(commits));
    assertThat(outcome.lines().toList())
        .hasSize(2)
        .satisfies(lines -> {
          assertThat(lines.get(0)).isEqualTo("quiet table: committed");
          assertThat(lines.get(1))
              .startsWith("busy table: conflict on ")
              .containsPattern("has been open for so long|\\(page [0-9]+\\)");
        });
    StockSqlite.assertIntact(file);
  }

  @Test
  void readerThatStaysOpenKeepsNoVersionThatNobodySees() throws Exception {
    Path file = directory.resolve("appended.db");
    String url = "jdbc:braid:" + file + "?busy_timeout=60000&synchronous=full&journal_mode=wal";
    assertThat(run("-Xmx20m", AppendsBesideReader.class, url, "2500")).isEqualTo("0 0 20000");
    StockSqlite.assertIntact(file);
  }

  private static String url(Path file, String mode) {
    return "jdbc:braid:" + file + "?busy_timeout=60000&synchronous=off&journal_mode=" + mode;
  }

  private static String run(String heap, Class<?> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> path = new ArrayList<>();
    BuiltModules.classes().values().forEach(classes -> path.add(classes.toString()));
    path.add(BuiltModules.locationOf("org.slf4j").toString());
    path.add(BuiltModules.testClasses().toString());
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dslf4j.internal.verbosity=ERROR",
                "-cp",
                String.join(File.pathSeparator, path),
                program.getName()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output =
        new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    assertThat(process.waitFor()).as(output).isZero();
    return output;
  }
}
