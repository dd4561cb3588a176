package org.braiddb.bench.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PublicationTest {
  private static final Path ROOT = Path.of("..");
  private static final Path REPORT = ROOT.resolve("docs/benchmark-report");

  @TempDir Path folder;

  /** {@code bench/run publish docs/benchmark-report} writes all of them anew. */
  @Test
  void whatThePagesShowIsThatOfTheRawDataBesideThem() throws IOException {
    String page = Files.readString(ROOT.resolve(Publication.PAGE));
    String readme = Files.readString(ROOT.resolve(Publication.README));
    if (Files.notExists(REPORT)) {
      assertThat(page).contains("<!-- generated: figures -->\n<!-- end -->");
      assertThat(readme).contains("<!-- generated: chart -->\n<!-- end -->");
      return;
    }
    Publication publication = new Publication(REPORT);
    assertThat(publication.page(page)).isEqualTo(page);
    assertThat(publication.readme(readme)).isEqualTo(readme);
    assertThat(publication.chart())
        .isEqualTo(Files.readString(REPORT.resolve(Publication.CHART)))
        .contains("prefers-color-scheme: dark");
  }

  private Publication publication(String cells) throws IOException {
    Files.writeString(
        folder.resolve("results.csv"),
        "workload,contender,durability,threads,virtual,per_second,p50,size,failure\n" + cells);
    Files.writeString(
        folder.resolve("report.txt"),
        """
        Begun: 2026-01-02T03:04:05Z
        Processor: 2 × Some
        System: Linux 6
        Java: 25+36, VM
        Rows of the data sets: 1,000
        Measured: so
        Command: bench/run

        point-by-key: ...
        """);
    return new Publication(folder);
  }

  @Test
  void whatIsReachedIsSaidAndWhatIsNotToo() throws IOException {
    Publication publication =
        publication(
            """
            point-by-key,braid-wal,,1,false,400,1,1,
            point-by-key,sqlite-tuned,,1,false,100,1,1,
            point-by-key,h2,,1,false,50,1,1,
            commit-random,braid-wal,durable,16,false,100,1,1,
            commit-random,braid-pagelock,durable,16,false,,,,it failed
            commit-random,derby,durable,16,false,90,1,1,
            start,braid-wal,,1,false,5,190000,1,
            start,sqlite-tuned,,1,false,5,200000,1,
            load,braid-wal,,1,false,5,1,1200,
            load,sqlite-tuned,,1,false,5,1,1000,
            """);
    assertThat(publication.page("a\n<!-- generated: figures -->\nold\n<!-- end -->\nz\n"))
        .startsWith("a\n<!-- generated: figures -->\n2026-01-02, 2 × Some, Linux 6, Java 25+36;")
        .contains(
            "| point select by key, 1 thread | 100 | H2 50.0 | 400 (4.00) |  |  |"
                + " 3.5 times tuned | wal yes |")
        .contains("| Derby 90.0 | 100 (1.11) |  |  | 1.2 / 1.0 times the best other | wal **no** |")
        .contains("190 ms (0.95) |  |  | 1.0 times tuned at most | wal yes |")
        .contains("1.17 kB (1.20) |  |  | 1.1 times tuned at most | wal **no** |")
        .contains("In 2 of 4 rows")
        .endsWith("<!-- end -->\nz\n");
    assertThat(publication.chart()).contains("Braid wal: 4.00", "H2: 0.50");
  }

  @Test
  void aPageWithoutMarksIsNotTouched() throws IOException {
    Publication publication = publication("");
    assertThatThrownBy(() -> publication.page("nothing"))
        .hasMessageContaining("<!-- generated: figures -->");
  }
}
