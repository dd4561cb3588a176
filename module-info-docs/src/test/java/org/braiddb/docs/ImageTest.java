package org.braiddb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The shell in an image of its own, with all engines and with one, and from the class path. */
class ImageTest {
  private static final List<String> ALL = List.of("mvcc", "pagelock", "wal");

  @TempDir Path folder;

  static Stream<Arguments> choices() {
    return Stream.of(Arguments.of(List.of(), ALL), Arguments.of(List.of("mvcc"), List.of("mvcc")));
  }

  @ParameterizedTest
  @MethodSource("choices")
  void anImageOfTheShellStartsWithTheEnginesAskedFor(List<String> asked, List<String> linked)
      throws IOException, InterruptedException {
    Path image = folder.resolve("image");
    List<String> link = new ArrayList<>();
    link.add(Checkout.ROOT.resolve("module-info-docs/link-image").toString());
    link.add(image.toString());
    link.addAll(asked);
    run(link);
    String braid = image.resolve("bin/braid").toString();
    useEach(List.of(braid), linked);
    assertThat(run(List.of(image.resolve("bin/java").toString(), "--list-modules")).lines())
        .filteredOn(line -> line.startsWith("java."))
        .as("of the JDK the shell needs the base alone")
        .allMatch(line -> line.startsWith("java.base"));
  }

  @Test
  void theShellOnTheClassPathDoesTheSame() throws IOException, InterruptedException {
    String modules = Checkout.ROOT.resolve("shell/target/modules") + File.separator + "*";
    String classPath = Checkout.jar("shell") + File.pathSeparator + modules;
    useEach(
        List.of(
            Command.tool("java"),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            classPath,
            "org.braiddb.shell.Main"),
        ALL);
  }

  /** Lists the modes, and writes and reads a database in each. */
  private void useEach(List<String> shell, List<String> modes)
      throws IOException, InterruptedException {
    assertThat(run(shell, ":memory:", "SELECT group_concat(journal_mode) FROM braid_journal_modes"))
        .contains(" " + String.join(",", modes) + " ");
    for (String mode : modes) {
      String file = folder.resolve(mode + ".db").toString();
      String sql =
          "PRAGMA journal_mode = '%s'; CREATE TABLE t(a); INSERT INTO t VALUES(6),(7);"
              + " SELECT 'in ' || group_concat(a) FROM t; PRAGMA journal_mode";
      assertThat(run(shell, file, sql.formatted(mode)))
          .contains("in 6,7")
          .contains(" " + mode + " ");
    }
  }

  private String run(List<String> program, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(program);
    command.addAll(List.of(arguments));
    Command.Outcome outcome = new Command(folder, Map.of()).run(command);
    assertThat(outcome.status()).as("%s: %s", command, outcome.output()).isZero();
    return outcome.output();
  }
}
