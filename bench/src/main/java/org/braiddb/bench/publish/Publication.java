package org.braiddb.bench.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Brings the documentation up to what a comparison has left in its directory. */
public final class Publication {
  /** The page with the table, below the top of the sources. */
  public static final Path PAGE = Path.of("docs", "benchmarks.md");

  /** The chart, beside the raw data. */
  public static final String CHART = "overview.svg";

  private static final String BEGIN = "<!-- generated: figures -->\n";
  private static final String END = "<!-- end -->";

  private final RawData data;

  /** Of the comparison in a directory. */
  public Publication(Path directory) throws IOException {
    data = RawData.read(directory);
  }

  /** A page whose part between the marks is the table of targets. */
  public String page(String page) {
    int begin = page.indexOf(BEGIN);
    int end = page.indexOf(END, begin);
    if (begin < 0 || end < 0) {
      throw new IllegalArgumentException("the page has no part that begins with " + BEGIN);
    }
    return page.substring(0, begin + BEGIN.length())
        + new TargetTable(data).write()
        + page.substring(end);
  }

  /** The chart as SVG. */
  public String chart() {
    return new OverviewChart(data).svg();
  }

  /** Writes the page below the top of the sources, and the chart into the directory. */
  public static void write(Path root, Path directory) throws IOException {
    Publication publication = new Publication(directory);
    Path page = root.resolve(PAGE);
    Files.writeString(page, publication.page(Files.readString(page)));
    Files.writeString(directory.resolve(CHART), publication.chart());
  }
}
