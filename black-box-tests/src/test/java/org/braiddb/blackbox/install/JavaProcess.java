package org.braiddb.blackbox.install;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A JVM of its own, run to its end. */
final class JavaProcess {

  private static final long PATIENCE_SECONDS = 120;

  /** What came of it; {@code output} is standard output and error together. */
  record Outcome(int exitStatus, String output) {}

  private JavaProcess() {}

  /**
   * Runs {@code java} with these arguments and waits for it.
   *
   * @param work a directory for its output
   */
  static Outcome run(Path work, List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(arguments);
    Path output = Files.createTempFile(work, "java", ".out");
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
      throw new AssertionError(command + " did not end: " + Files.readString(output));
    }
    return new Outcome(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
  }
}
