package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.braiddb.storage.StoreLocation;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a killed process leaves: every commit that was acknowledged, whole, and of the one that was
 * under way all or nothing. The process is another JVM with the class path and the module path of
 * this one, where the engine is found by its journal mode, and dies of SIGKILL (where there is no
 * such thing, of what there is).
 *
 * <p>A kill does not lose what the operating system was given: whether a commit survives a power
 * cut is for the engine's own tests to show.
 */
abstract class CrashContract extends ContractTopic {
  private static final int KILLS = Integer.getInteger("braid.tck.kills", 2);

  @BeforeEach
  void needsAStoreThatOutlivesItsProcess() {
    assumeTrue(capabilities().persistent() && keepsContents());
    store.close();
  }

  @Test
  void acknowledgedCommitsSurviveAKillAndNoneIsHalfThere() throws Exception {
    long seed = Long.getLong("braid.seed", 20);
    Random random = new Random(seed);
    long known = 0;
    for (int kill = 0; kill < KILLS; kill++) {
      long acknowledged = killAfter(1 + random.nextInt(60), known);
      store = open();
      List<Long> rows = committedRowids(CommittingProcess.TABLE);
      assertThat((long) rows.size())
          .as("seed %s, kill %s", seed, kill)
          .isGreaterThanOrEqualTo(acknowledged);
      assertThat(rows).isEqualTo(LongStream.rangeClosed(1, rows.size()).boxed().toList());
      assertThat(committedContents(CommittingProcess.TABLE)).isEqualTo(expected(rows));
      int keys = read(CommittingProcess::checkIndex);
      assertThat(keys).as("entries of the index, seed %s", seed).isEqualTo(rows.size());
      store.close();
      known = rows.size();
    }
    store = open();
    long next = known + 1;
    write(tx -> put(tx, table(tx, CommittingProcess.TABLE), next, "after the kills"));
    assertThat(committedRowids(CommittingProcess.TABLE)).hasSize((int) next);
  }

  private static List<String> expected(List<Long> rows) {
    return rows.stream().map(row -> row + ": '" + CommittingProcess.value(row) + "'").toList();
  }

  /** Kills a process when it has acknowledged so many commits; returns the last it acknowledged. */
  private long killAfter(int commits, long known) throws IOException, InterruptedException {
    Path errors = Files.createTempFile(directory, "process", ".err");
    Process process = new ProcessBuilder(command()).redirectError(errors.toFile()).start();
    long last = known;
    try (BufferedReader output = process.inputReader()) {
      String line = output.readLine();
      for (int i = 1; line != null; i++) {
        last = Long.parseLong(line);
        if (i == commits) {
          process.toHandle().destroyForcibly(); // which leaves what it printed to be read
        }
        line = output.readLine();
      }
    } finally {
      process.destroyForcibly().waitFor();
    }
    assertThat(last - known)
        .as("commits of the process: %s", Files.readString(errors))
        .isGreaterThanOrEqualTo(commits);
    return last;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    String classPath = System.getProperty("java.class.path", "");
    String modulePath = System.getProperty("jdk.module.path", "");
    Module module = CommittingProcess.class.getModule();
    if (module.isNamed()) {
      command.addAll(List.of("-p", modulePath));
      if (!classPath.isEmpty()) {
        command.addAll(List.of("-cp", classPath));
      }
      command.addAll(List.of("-m", module.getName() + "/" + CommittingProcess.class.getName()));
    } else {
      String all = modulePath.isEmpty() ? classPath : modulePath + File.pathSeparator + classPath;
      command.addAll(List.of("-cp", all, CommittingProcess.class.getName()));
    }
    StoreLocation.File file = (StoreLocation.File) location();
    command.addAll(CommittingProcess.arguments(engineUnderTest().engine(), file.path(), options()));
    return command;
  }
}
