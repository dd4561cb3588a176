package org.braiddb.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.braiddb.bench.run.Comparison;
import org.braiddb.bench.run.RunSettings;

/** What a figure depends on besides the engines. */
final class Environment {
  private Environment() {}

  /** Names and values, in the order in which they are shown. */
  static Map<String, String> describe(Comparison.Outcome outcome, RunSettings settings) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("Begun", outcome.started().toString().replaceFirst("\\..*", "Z"));
    facts.put(
        "Took",
        String.format(
            Locale.ROOT,
            "%d:%02d minutes",
            outcome.took().toMinutes(),
            outcome.took().toSecondsPart()));
    facts.put("Processor", Runtime.getRuntime().availableProcessors() + " × " + processor());
    facts.put("System", System.getProperty("os.name") + " " + System.getProperty("os.version"));
    facts.put("Disk", settings.disk());
    facts.put("Java", Runtime.version() + ", " + System.getProperty("java.vm.name"));
    facts.put(
        "Started with",
        "-Xmx" + settings.heap() + " " + String.join(" ", Comparison.jvmArguments()));
    facts.put("Rows of the data sets", String.format(Locale.ROOT, "%,d", settings.rows()));
    facts.put(
        "Measured",
        settings.rounds()
            + (settings.rounds() == 1 ? " process" : " processes")
            + " for each cell, each with "
            + settings.warmups()
            + " iterations of "
            + settings.warmupMillis()
            + " ms to warm up (twice that where it writes) and "
            + settings.iterations()
            + " of "
            + settings.iterationMillis()
            + " ms that count, closed loop, "
            + (settings.checkpoints()
                ? "checkpoints included"
                : "no checkpoints of Braid's and SQLite's logs"));
    return facts;
  }

  private static String processor() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/cpuinfo"));
      return lines.stream()
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      return System.getProperty("os.arch");
    }
  }
}
