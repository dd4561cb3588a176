package org.braiddb.storage.pagelock;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiConsumer;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * How often overlapping one-row transactions conflict: no oftener than those of SQLite's concurrent
 * transactions. All changes of a round are made before its first commit, on one thread.
 */
class ConflictRatesTest {
  private static final long SEED = Long.getLong("braid.test.seed", 5L);
  private static final int ROUNDS = 100;
  private static final int ROWS = 100_000;

  /** What one transaction of a round does, by its number. */
  private static double rate(Database database, int overlap, BiConsumer<Transaction, Long> work) {
    int conflicts = 0;
    long number = 0;
    for (int round = 0; round < ROUNDS; round++) {
      List<Transaction> open = new ArrayList<>();
      for (int i = 0; i < overlap; i++) {
        Transaction transaction = database.begin(TransactionMode.CONCURRENT);
        work.accept(transaction, number++);
        open.add(transaction);
      }
      int committed = 0;
      for (Transaction transaction : open) {
        try (transaction) {
          transaction.commit();
          committed++;
        } catch (ConflictException e) {
          conflicts++;
        }
      }
      assertThat(committed).as("the first to commit wins").isPositive();
    }
    return 100.0 * conflicts / (overlap * ROUNDS);
  }

  private static Database filled(int rows, SplittableRandom random) {
    Database database = Database.inMemory(StoreOptions.DEFAULTS);
    database.write(tx -> {
      Database.makeTable(tx, "t");
      Database.makeIndex(tx, "i", "t");
      var table = Database.table(tx, "t");
      try (var cursor = tx.open(table, true)) {
        for (int i = 0; i < rows; i++) {
          Database.put(cursor, random.nextLong(1, Long.MAX_VALUE), "row " + i + "-".repeat(60));
        }
      }
    });
    return database;
  }

  @ParameterizedTest
  @CsvSource({"2, 50.0", "8, 87.5", "16, 93.8"})
  void appendsLeaveOneWinnerPerRound(int overlap, double most) {
    try (Database database = filled(0, new SplittableRandom(SEED))) {
      double rate =
          rate(database, overlap, (tx, number) -> Database.append(tx, "t", "row " + number));
      assertThat(rate).isLessThanOrEqualTo(most);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 1.5", "8, 6.5", "16, 15.1"})
  void insertsOfRandomKeysSeldomMeet(int overlap, double most) {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Database database = filled(ROWS, random)) {
      double rate =
          rate(
              database,
              overlap,
              (tx, number) ->
                  Database.put(tx, "t", random.nextLong(1, Long.MAX_VALUE), "row " + number));
      assertThat(rate).as("seed %s", SEED).isLessThanOrEqualTo(most);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 50.0", "8, 87.5", "16, 93.8"})
  void anIndexOnTheTimeMeetsAtItsEnd(int overlap, double most) {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Database database = filled(1000, random)) {
      double rate =
          rate(
              database,
              overlap,
              (tx, number) -> {
                long id = random.nextLong(1, Long.MAX_VALUE);
                Database.put(tx, "t", id, "row " + number);
                Database.putKey(tx, "i", String.format("%012d", number), id);
              });
      assertThat(rate).as("seed %s", SEED).isLessThanOrEqualTo(most);
    }
  }

  @ParameterizedTest
  @CsvSource({"2, 0.5", "8, 0.5", "16, 1.0"})
  void updatesOfRandomRowsHardlyEverMeet(int overlap, double most) {
    SplittableRandom random = new SplittableRandom(SEED);
    try (Database database = filled(ROWS, random)) {
      Long[] ids = database.rows("t").keySet().toArray(Long[]::new);
      double rate =
          rate(
              database,
              overlap,
              (tx, number) -> {
                long id = ids[random.nextInt(ids.length)];
                Database.put(tx, "t", id, Database.get(tx, "t", id).replace('-', '+'));
              });
      assertThat(rate).as("seed %s", SEED).isLessThanOrEqualTo(most);
    }
  }
}
