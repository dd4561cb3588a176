package org.braiddb.sql.change;

import java.util.Random;
import java.util.stream.Stream;
import org.braiddb.sql.oracle.Comparison;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random triggers on random tables and a view, and random changes that fire them, on Braid and
 * SQLite. The seed is printed; {@code -Dbraid.seed=N} gives another, {@code -Dbraid.rounds=N} makes
 * more of them.
 */
class RandomTriggersTest {
  static Stream<String> modes() {
    return Comparison.journalModes();
  }

  @ParameterizedTest
  @MethodSource("modes")
  void randomTriggersLeaveTheSameRows(String mode) {
    long seed = Long.getLong("braid.seed", 551_023);
    int rounds = Integer.getInteger("braid.rounds", 4);
    System.out.println("RandomTriggersTest: -Dbraid.seed=" + seed + " -Dbraid.rounds=" + rounds);
    for (int round = 0; round < rounds; round++) {
      new RandomTriggers(new Random(seed + round)).run(mode);
    }
  }
}
