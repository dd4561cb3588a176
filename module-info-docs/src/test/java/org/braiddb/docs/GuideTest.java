package org.braiddb.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The guide followed literally: its commands, one after the other, in an empty folder. */
class GuideTest {
  @TempDir Path folder;

  @Test
  void theStepsEndWithTheNewEnginesNameAndTheContractKept()
      throws IOException, InterruptedException {
    Page guide = new Page(Checkout.ROOT.resolve("docs/write-a-storage-engine.md"));
    List<String> steps = guide.steps();
    assertThat(steps).hasSizeGreaterThan(4);
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Path script = folder.resolve("steps");
    Files.writeString(script, "set -euxo pipefail\n" + String.join("\n", steps));
    Command.Outcome outcome =
        new Command(empty, Map.of("BRAID", Checkout.ROOT.toString()))
            .run("bash", script.toString());
    assertThat(outcome.status()).as(outcome::output).isZero();
    assertThat(outcome.output())
        .containsPattern(
            "Tests run: 1\\d\\d, Failures: 0, Errors: 0, Skipped: 0.*LedgerContractTest");
    List<String> lines =
        outcome
            .output()
            .lines()
            .filter(line -> !line.startsWith("+") && !line.startsWith("SLF4J"))
            .toList();
    assertThat(lines.subList(lines.size() - 4, lines.size()))
        .containsExactly("1 visits", "ledger", "2 visits", "ledger");
  }
}
