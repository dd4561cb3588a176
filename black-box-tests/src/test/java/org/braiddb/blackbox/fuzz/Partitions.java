package org.braiddb.blackbox.fuzz;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Queries of which something is known without an oracle: a condition, its negation and its being
 * NULL divide the rows of a query among them; and as many rows meet a condition as it is true for.
 */
final class Partitions {
  private static final int QUERIES = 12;

  private final long seed;
  private final List<String> statements;
  private final Supplier<QueryFuzzer.Divided> queries;
  private int checks;

  /**
   * @param statements make the tables and fill them
   * @param queries makes queries over them
   */
  private Partitions(long seed, List<String> statements, Supplier<QueryFuzzer.Divided> queries) {
    this.seed = seed;
    this.statements = statements;
    this.queries = queries;
  }

  /** Over the tables of {@link ScriptFuzzer}. */
  static Partitions ofScript(long seed) {
    ScriptFuzzer fuzzer = new ScriptFuzzer(seed);
    fuzzer.setUp();
    return new Partitions(seed, fuzzer.statements(), fuzzer.queries()::divided);
  }

  /** Over the tables of {@link TallFuzzer}. */
  static Partitions ofTallTables(long seed) {
    TallFuzzer fuzzer = new TallFuzzer(seed);
    fuzzer.setUp();
    return new Partitions(seed, fuzzer.statements(), fuzzer.queries()::divided);
  }

  /** How many queries were compared with their parts. */
  int checks() {
    return checks;
  }

  /** What is wrong. */
  List<String> failures() {
    List<String> failures = new ArrayList<>();
    try (Engine braid = new BraidEngine("mvcc", "", false)) {
      statements.forEach(braid::run);
      for (int i = 0; i < QUERIES; i++) {
        QueryFuzzer.Divided query = queries.get();
        compare(braid, query.whole(), query.parts(), failures);
        compare(braid, query.count(), List.of(query.sum()), failures);
      }
    }
    return failures;
  }

  private void compare(Engine braid, String whole, List<String> parts, List<String> failures) {
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
              + String.join(";\n  ", statements)
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
