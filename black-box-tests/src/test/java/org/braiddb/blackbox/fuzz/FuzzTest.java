package org.braiddb.blackbox.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Random scripts have SQLite's outcomes, statement by statement. {@code -Dbraid.test.seed=N} begins
 * at another seed, {@code -Dbraid.fuzz.scripts=N} runs more of them.
 */
class FuzzTest {
  private static final int SHOWN = 10;

  @Test
  void everyStatementHasTheOutcomeThatItHasInSqlite() {
    long first = Long.getLong("braid.test.seed", 1);
    int scripts = Integer.getInteger("braid.fuzz.scripts", 120);
    System.out.println("FuzzTest: -Dbraid.test.seed=" + first + " -Dbraid.fuzz.scripts=" + scripts);
    List<String> failures = new ArrayList<>();
    long statements = 0;
    int ambiguous = 0;
    for (int i = 0; i < scripts && failures.size() < SHOWN; i++) {
      FuzzRound round = new FuzzRound(first + i);
      round.failure().ifPresent(failures::add);
      statements += round.statements();
      ambiguous += round.ambiguous();
    }
    System.out.println("FuzzTest: " + statements + " statements, " + ambiguous + " ambiguous");
    assertThat(failures).as(String.join("\n\n", failures)).isEmpty();
  }
}
