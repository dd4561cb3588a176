package org.braiddb.docs;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs programs in a folder, with this JDK's tools on the path. */
final class Command {
  private static final long PATIENCE_MINUTES = 15;

  /** What came of one; {@code output} is standard output and error together. */
  record Outcome(int status, String output) {}

  private final Path folder;
  private final Map<String, String> environment = new HashMap<>();

  Command(Path folder, Map<String, String> environment) {
    this.folder = folder;
    Path jdk = Path.of(System.getProperty("java.home"));
    this.environment.put("BRAID_JAVA_HOME", jdk.toString());
    this.environment.put("PATH", jdk.resolve("bin") + File.pathSeparator + System.getenv("PATH"));
    String repository = System.getProperty("braid.repository");
    if (repository != null) {
      this.environment.put("LOCAL_REPOSITORY", repository);
    }
    this.environment.putAll(environment);
  }

  /** A tool of this JDK. */
  static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  Outcome run(String... command) throws IOException, InterruptedException {
    return run(List.of(command));
  }

  Outcome run(List<String> command) throws IOException, InterruptedException {
    Path output = Files.createTempFile("braid", ".out");
    try {
      ProcessBuilder builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      builder.environment().remove("MAVEN_OPTS");
      Process process = builder.start();
      if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
        process.destroyForcibly().waitFor();
        throw new AssertionError(command + " did not end: " + Files.readString(output));
      }
      return new Outcome(process.exitValue(), Files.readString(output));
    } finally {
      Files.delete(output);
    }
  }
}
