package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.junit.jupiter.api.Test;

/**
 * Runs random overlapping transactions on the engine under test and holds them against a serial
 * model. {@code -Dbraid.tck.seed=N} repeats one run, {@code -Dbraid.tck.runs=N} does more.
 */
abstract class OverlapContract extends ContractTopic {
  private static final int RUNS = Integer.getInteger("braid.tck.runs", 3);
  private static final int STEPS = 1200;
  private static final int LARGEST_VALUE = 3000;

  @Test
  void overlappingTransactionsAreSerializable() {
    assumeTrue(capabilities().concurrentTransactions());
    Long given = Long.getLong("braid.tck.seed");
    Random seeds = new Random(Long.getLong("braid.seed", 20));
    for (int run = 0; run < (given == null ? RUNS : 1); run++) {
      long seed = given == null ? seeds.nextLong() : given;
      System.out.println(
          engineUnderTest().engine().journalMode()
              + " overlapping transactions: repeat with -Dbraid.tck.seed="
              + seed);
      runOne(seed, new StoreLocation.PrivateMemory(), STEPS);
    }
    if (keepsContents()) {
      runOne(seeds.nextLong(), new StoreLocation.File(directory.resolve("overlap.db")), 400);
    }
  }

  private void runOne(long seed, StoreLocation location, int steps) {
    Store subject = open(location, options());
    RandomOverlaps overlaps = new RandomOverlaps(seed, subject, LARGEST_VALUE);
    overlaps.run(steps);
    // Otherwise the run shows nothing: neither that transactions pass nor that they are refused.
    assertThat(overlaps.commits()).as(overlaps::describe).isPositive();
    assertThat(overlaps.conflicts()).as(overlaps::describe).isPositive();
    if (location instanceof StoreLocation.File) {
      subject.close();
      overlaps.checkReopened(open(location, options()));
    }
  }
}
