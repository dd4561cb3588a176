package org.braiddb.storage.tck;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.Random;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.tck.naive.NaiveEngine;
import org.junit.jupiter.api.Test;

/**
 * Runs the same random operations on the engine under test and on the naive engine, and compares
 * every answer. {@code -Dbraid.tck.seed=N} repeats one run, {@code -Dbraid.tck.runs=N} does more.
 */
abstract class RandomOperationsContract extends ContractTopic {
  private static final int RUNS = Integer.getInteger("braid.tck.runs", 5);
  private static final int OPERATIONS = 2500;

  @Test
  void everyAnswerIsThatOfTheNaiveEngine() {
    runAll(TransactionMode.IMMEDIATE, RUNS);
  }

  @Test
  void everyAnswerInConcurrentTransactionsIsThatOfTheNaiveEngine() {
    assumeTrue(capabilities().concurrentTransactions());
    runAll(TransactionMode.CONCURRENT, Math.max(1, RUNS / 2));
  }

  private void runAll(TransactionMode mode, int runs) {
    Long given = Long.getLong("braid.tck.seed");
    Random seeds = new Random(Long.getLong("braid.seed", 20));
    for (int run = 0; run < (given == null ? runs : 1); run++) {
      long seed = given == null ? seeds.nextLong() : given;
      System.out.println(
          engineUnderTest().engine().journalMode()
              + " random operations, "
              + mode
              + ": repeat with -Dbraid.tck.seed="
              + seed);
      runOne(seed, run, mode);
    }
  }

  private void runOne(long seed, int run, TransactionMode mode) {
    StoreOptions options = options();
    StoreLocation location =
        keepsContents()
            ? new StoreLocation.File(directory.resolve("random" + run + ".db"))
            : new StoreLocation.PrivateMemory();
    try (Store model = new NaiveEngine().open(new StoreLocation.PrivateMemory(), options)) {
      Store subject = open(location, options);
      RandomOperations operations =
          new RandomOperations(
              seed,
              new OperatedStore(model, TransactionMode.IMMEDIATE),
              new OperatedStore(subject, mode));
      operations.run(OPERATIONS);
      operations.end();
      if (keepsContents()) {
        subject.close();
        operations.compareAfterReopening(open(location, options));
      }
    }
  }
}
