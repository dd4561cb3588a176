package org.braiddb.blackbox.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.braiddb.sql.Connection;
import org.braiddb.sql.Database;
import org.braiddb.sql.Statement;
import org.junit.jupiter.api.Test;

/**
 * Random scripts have SQLite's outcomes, statement by statement, with all optimizations and without
 * one of them. {@code -Dbraid.test.seed=N} begins at another seed, {@code -Dbraid.fuzz.scripts=N}
 * runs more of them.
 */
class FuzzTest {
  private static final int SHOWN = 10;
  private static final int LENGTH = 60;

  private final long first = Long.getLong("braid.test.seed", 1);
  private final int scripts = Integer.getInteger("braid.fuzz.scripts", 90);
  private final List<String> failures = new ArrayList<>();
  private long statements;
  private int ambiguous;

  @Test
  void everyStatementHasTheOutcomeThatItHasInSqlite() {
    run(scripts, seed -> ScriptFuzzer.script(seed, LENGTH), List.of(""));
  }

  @Test
  void tallTablesAreReadAndChangedAsInSqlite() {
    run(scripts / 4, seed -> TallFuzzer.script(seed, LENGTH), List.of(""));
  }

  @Test
  void noOutcomeDependsOnAnOptimization() {
    run(scripts / 3, seed -> ScriptFuzzer.script(seed, LENGTH), optimizations());
  }

  @Test
  void nothingFoundInTallTablesDependsOnAnOptimization() {
    run(scripts / 6, seed -> TallFuzzer.script(seed, LENGTH), optimizations());
  }

  @Test
  void partsOfQueriesMakeUpTheWhole() {
    int checks = 0;
    for (int i = 0; i < scripts / 3 && failures.size() < SHOWN; i++) {
      Partitions partitions =
          i % 3 == 2 ? Partitions.ofTallTables(first + i) : Partitions.ofScript(first + i);
      failures.addAll(partitions.failures());
      checks += partitions.checks();
    }
    System.out.println("FuzzTest: " + checks + " queries in parts");
    assertThat(checks).isPositive();
    assertThat(failures).as(String.join("\n\n", failures)).isEmpty();
  }

  /** Runs the scripts of consecutive seeds, one optimization after the other off. */
  private void run(int count, LongFunction<List<String>> source, List<String> without) {
    System.out.println("FuzzTest: -Dbraid.test.seed=" + first + " -Dbraid.fuzz.scripts=" + scripts);
    for (int i = 0; i < count && failures.size() < SHOWN; i++) {
      FuzzRound round =
          new FuzzRound(first + i, source.apply(first + i), without.get(i % without.size()));
      round.failure().ifPresent(failures::add);
      statements += round.statements();
      ambiguous += round.ambiguous();
    }
    System.out.println("FuzzTest: " + statements + " statements, " + ambiguous + " ambiguous");
    assertThat(failures).as(String.join("\n\n", failures)).isEmpty();
  }

  private static List<String> optimizations() {
    List<String> names = new ArrayList<>();
    try (Connection connection = Database.at(":memory:").connect();
        Statement statement = connection.prepare("PRAGMA braid_optimizations")) {
      while (statement.step()) {
        names.add(String.valueOf(statement.columnText(0)));
      }
    }
    names.add("all");
    return names;
  }
}
