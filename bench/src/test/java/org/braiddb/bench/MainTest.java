package org.braiddb.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
  @TempDir Path directory;

  /** What is said of arguments that must be wrong. */
  private static String wrong(String... arguments) {
    StringWriter errors = new StringWriter();
    assertThat(Main.run(arguments, new PrintWriter(errors, true))).isEqualTo(2);
    return errors.toString();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '!',
      quoteCharacter = '"',
      value = {
        "-w nonsense ! '--workloads' ! no workload is called nonsense; there are point-by-key, ",
        "-c braid-wal,oracle ! '--contenders' ! no contender is called oracle; there are braid-wal,"
            + " ",
        "-t 1,0 ! '--threads' ! '0' is not a whole number from 1 to ",
        "-t x ! '--threads' ! 'x' is not a whole number from 1 to ",
        "--rows -1 ! '--rows' ! '-1' is not a whole number from 1 to ",
        "--rounds 0 ! '--rounds' ! '0' is not a whole number from 1 to ",
        "--warmups 0 ! '--warmups' ! '0' is not a whole number from 1 to ",
        "--iterations 0 ! '--iterations' ! '0' is not a whole number from 1 to ",
        "--millis 99999999999 ! '--millis' ! '99999999999' is not a whole number from 1 to ",
        "--heap much ! '--heap' ! 'much' is not a size such as 4g or 512m",
        "--durability often ! '--durability' ! DURABLE, RELAXED",
        "--nonsense ! --nonsense ! Unknown option",
        "--short --table ! --short, --table ! mutually exclusive",
        "-c h2 -w commit-append --durability durable ! takes part ! H2"
      })
  void whatIsWrongIsNamedWithWhatThereIs(String arguments, String place, String message) {
    assertThat(wrong(arguments.split(" ")))
        .startsWith("Error: ")
        .contains(place, message)
        .endsWith("; --help lists the options\n")
        .doesNotContain("\tat ", "Exception:");
  }

  @ParameterizedTest
  @CsvSource({"-o,--output", "--data,--data"})
  void aDirectoryThatCannotBeMadeIsToldBeforeAnythingRuns(String option, String name)
      throws IOException {
    Path file = Files.writeString(directory.resolve("file"), "no directory");
    String other = option.equals("-o") ? "--data" : "-o";
    assertThat(
            wrong(
                "-w",
                "point-by-key",
                option,
                file.resolve("below").toString(),
                other,
                directory.resolve("good").toString()))
        .startsWith("Error: cannot make the directory of '" + name + "': ")
        .doesNotContain("\tat ");
  }

  @Test
  void publishingNamesTheFileThatIsMissing() throws IOException {
    StringWriter errors = new StringWriter();
    assertThat(Main.publish(directory.resolve("none"), new PrintWriter(errors, true))).isEqualTo(2);
    assertThat(errors.toString())
        .startsWith("Error: there is no file " + directory.resolve("none").resolve("results.csv"));
  }
}
