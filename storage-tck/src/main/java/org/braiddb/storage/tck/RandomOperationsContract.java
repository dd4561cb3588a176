package org.braiddb.storage.tck;

import java.util.Random;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.tck.naive.NaiveEngine;
import org.junit.jupiter.api.Test;

/**
 * Runs the same random operations on the engine under test and on the naive engine, and compares
 * every answer. {@code -Dbraid.tck.seed=N} repeats one run, {@code -Dbraid.tck.runs=N} does more.
 */
abstract class RandomOperationsContract extends ContractTopic {
  private static final int RUNS = Integer.getInteger("braid.tck.runs", 8);
  private static final int OPERATIONS = 2500;

  @Test
  void everyAnswerIsThatOfTheNaiveEngine() {
    Long given = Long.getLong("braid.tck.seed");
    Random seeds = new Random();
    for (int run = 0; run < (given == null ? RUNS : 1); run++) {
      long seed = given == null ? seeds.nextLong() : given;
      System.out.println(
          engineUnderTest().engine().journalMode()
              + " random operations: repeat with -Dbraid.tck.seed="
              + seed);
      runOne(seed, run);
    }
  }

  private void runOne(long seed, int run) {
    StoreOptions options = options();
    StoreLocation location =
        keepsContents()
            ? new StoreLocation.File(directory.resolve("random" + run + ".db"))
            : new StoreLocation.PrivateMemory();
    try (Store model = new NaiveEngine().open(new StoreLocation.PrivateMemory(), options)) {
      Store subject = open(location, options);
      RandomOperations operations =
          new RandomOperations(seed, new OperatedStore(model), new OperatedStore(subject));
      operations.run(OPERATIONS);
      operations.end();
      if (keepsContents()) {
        subject.close();
        operations.compareAfterReopening(open(location, options));
      }
    }
  }
}
