package org.braiddb.bench.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.run.Comparison;
import org.braiddb.bench.run.RunSettings;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** All forms of a report, in one directory. */
public final class Reports {
  private Reports() {}

  /**
   * Writes {@code report.html}, {@code report.txt}, {@code results.csv} and JMH's own {@code
   * jmh.json}.
   *
   * @param command what the comparison was started with
   * @param forces what was seen of durable commits
   * @return the text
   */
  public static String write(
      Path directory,
      Comparison.Outcome outcome,
      RunSettings settings,
      List<Contender> contenders,
      String command,
      String forces)
      throws IOException {
    Map<String, String> environment = Environment.describe(outcome, settings);
    environment.put("Forces of the disk", forces);
    environment.put("Command", command);
    Files.createDirectories(directory);
    String text = new TextReport().write(environment, outcome.results());
    Files.writeString(directory.resolve("report.txt"), text);
    Files.writeString(
        directory.resolve("report.html"),
        new HtmlReport(environment, contenders).write(outcome.results()));
    CsvReport.write(directory.resolve("results.csv"), outcome.results());
    Files.writeString(directory.resolve("jmh.json"), raw(outcome, settings));
    return text;
  }

  /** JMH's results, without the names of this machine's directories. */
  private static String raw(Comparison.Outcome outcome, RunSettings settings) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PrintStream json = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
      ResultFormatFactory.getInstance(ResultFormatType.JSON, json).writeOut(outcome.raw());
    }
    String text =
        bytes
            .toString(StandardCharsets.UTF_8)
            .replace(settings.data().toString(), "data")
            .replace(System.getProperty("java.home"), "java.home");
    String driver = System.getProperty("braid.driver");
    return driver == null ? text : text.replace(driver, "braid-jdbc-all.jar");
  }
}
