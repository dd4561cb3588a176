package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.List;

/**
 * Queries of which something is known without an oracle: a condition, its negation and its being
 * NULL divide the rows of a query among them; and as many rows meet a condition as it is true for.
 */
final class Partitions {
  private static final int QUERIES = 12;

  private final long seed;
  private int checks;

  Partitions(long seed) {
    this.seed = seed;
  }

  /** How many queries were compared with their parts. */
  int checks() {
    return checks;
  }

  /** What is wrong. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    ScriptFuzzer fuzzer = new ScriptFuzzer(seed);
    fuzzer.setUp();
    try (Engine braid = new BraidEngine("mvcc", "")) {
      fuzzer.statements().forEach(braid::run);
      for (int i = 0; i < QUERIES; i++) {
        QueryFuzzer.Divided query = fuzzer.queries().divided();
        compare(braid, query.whole(), query.parts(), fuzzer, failures);
        compare(braid, query.count(), List.of(query.sum()), fuzzer, failures);
      }
    }
    return failures;
  }

  private void compare(
      Engine braid, String whole, List<String> parts, ScriptFuzzer fuzzer, List<String> failures) {
    if (!(braid.run(whole) instanceof Outcome.Rows expected)) {
      return;
    }
    List<String> rows = new ArrayList<>();
    for (String part : parts) {
      if (!(braid.run(part) instanceof Outcome.Rows found)) {
        return; // an overflow, where conditions are computed
      }
      rows.addAll(found.rows());
    }
    checks++;
    List<String> wanted = expected.rows().stream().sorted().toList();
    rows.sort(null);
    if (!rows.equals(wanted)) {
      failures.add(
          "seed "
              + seed
              + ":\n  "
              + String.join(";\n  ", fuzzer.statements())
              + ";\n  "
              + whole
              + "\n    "
              + wanted
              + "\n  "
              + String.join("\n  ", parts)
              + "\n    "
              + rows);
    }
  }
}
