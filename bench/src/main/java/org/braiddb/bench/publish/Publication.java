package org.braiddb.bench.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings the documentation up to what a comparison has left in its directory. */
public final class Publication {
  /** The page with the table, below the top of the sources. */
  public static final Path PAGE = Path.of("docs", "benchmarks.md");

  /** The page with the chart. */
  public static final Path README = Path.of("README.md");

  /** The chart, beside the raw data. */
  public static final String CHART = "overview.svg";

  private static final String END = "<!-- end -->";

  private final RawData data;

  /** Of the comparison in a directory. */
  public Publication(Path directory) throws IOException {
    data = RawData.read(directory);
  }

  /** The page with the table of targets between its marks. */
  public String page(String page) {
    return between(page, "figures", new TargetTable(data).write());
  }

  /** The README with the chart between its marks. */
  public String readme(String readme) {
    return between(
        readme,
        "chart",
        """
        ![Rates of Braid's modes as multiples of tuned SQLite's](docs/benchmark-report/overview.svg)

        Each line is a task of the comparison ([figures and targets](docs/benchmarks.md#targets-and-figures), [the whole report](docs/benchmark-report/report.html)):

        ```sh
        %s
        ```
        """
            .formatted(data.fact("Command")));
  }

  private static String between(String page, String what, String text) {
    String mark = "<!-- generated: " + what + " -->\n";
    int begin = page.indexOf(mark);
    int end = page.indexOf(END, begin);
    if (begin < 0 || end < 0) {
      throw new IllegalArgumentException("the page has no part that begins with " + mark);
    }
    return page.substring(0, begin + mark.length()) + text + page.substring(end);
  }

  /** The chart as SVG. */
  public String chart() {
    return new OverviewChart(data).svg();
  }

  /** Writes the pages below the top of the sources, and the chart into the directory. */
  public static void write(Path root, Path directory) throws IOException {
    Publication publication = new Publication(directory);
    Path page = root.resolve(PAGE);
    Files.writeString(page, publication.page(Files.readString(page)));
    Path readme = root.resolve(README);
    Files.writeString(readme, publication.readme(Files.readString(readme)));
    Files.writeString(directory.resolve(CHART), publication.chart());
  }
}
