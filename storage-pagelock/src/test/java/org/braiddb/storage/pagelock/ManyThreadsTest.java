package org.braiddb.storage.pagelock;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets.CheckpointMode;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Concurrent and plain writers, readers, checkpoints and switches on one store with a tiny cache.
 * Money is moved between accounts, and only where a condition holds that reads two others: the
 * total and the conditions tell whether every commit stood on what it had read.
 */
class ManyThreadsTest {
  private static final long SEED = Long.getLong("braid.test.seed", 77L);
  private static final int ACCOUNTS = 200;
  private static final int START = 10;
  private static final int WRITERS = 8;
  private static final int TRANSFERS = 120;

  @TempDir Path directory;

  private volatile Store current;

  private static String text(long balance) {
    return String.format("%08d", balance) + "-".repeat(300);
  }

  private static long balance(Transaction transaction, long account) {
    return Long.parseLong(Database.get(transaction, "t", account).substring(0, 8));
  }

  private Transaction begin(TransactionMode mode, Durability durability) {
    TransactionOptions options =
        new TransactionOptions(mode, IsolationLevel.SERIALIZABLE, durability, 0);
    while (true) {
      Store store = current;
      try {
        Transaction transaction = store.begin(options, Database.patient());
        if (mode == TransactionMode.CONCURRENT) {
          transaction.makeWritable();
        }
        return transaction;
      } catch (MisuseException e) {
        // It was closed by a switch between the two lines above.
        assertThat(e).hasMessageContaining("closed");
      }
    }
  }

  /** Account 2n and 2n+1 belong together: one may be overdrawn while the other makes up for it. */
  private static boolean withdraw(Transaction transaction, long account) {
    long together = balance(transaction, account) + balance(transaction, account ^ 1);
    if (together <= 0) {
      return false;
    }
    Database.put(transaction, "t", account, text(balance(transaction, account) - 1));
    return true;
  }

  private static void transfer(Transaction transaction, SplittableRandom random) {
    if (withdraw(transaction, random.nextLong(2, ACCOUNTS + 2))) {
      long to = random.nextLong(2, ACCOUNTS + 2);
      Database.put(transaction, "t", to, text(balance(transaction, to) + 1));
    }
  }

  private void write(SplittableRandom random, AtomicInteger conflicts) {
    for (int i = 0; i < TRANSFERS; i++) {
      boolean plain = random.nextInt(8) == 0;
      Durability durability = random.nextInt(10) == 0 ? Durability.FULL : Durability.NORMAL;
      TransactionMode mode = plain ? TransactionMode.IMMEDIATE : TransactionMode.CONCURRENT;
      while (true) {
        try (Transaction transaction = begin(mode, durability)) {
          int mark = transaction.savepoint();
          transfer(transaction, random);
          if (random.nextBoolean()) {
            transaction.rollbackTo(mark);
            transfer(transaction, random);
          }
          transaction.commit();
          break;
        } catch (ConflictException e) {
          assertThat(plain).as("a plain writer cannot lose").isFalse();
          conflicts.incrementAndGet();
        }
      }
    }
  }

  private void read(AtomicBoolean done) {
    while (!done.get()) {
      try (Transaction transaction = begin(TransactionMode.READ_ONLY, Durability.FULL)) {
        check(transaction);
      }
    }
  }

  private static void check(Transaction transaction) {
    long[] balances = new long[ACCOUNTS + 2];
    long[] total = new long[1];
    Database.rows(transaction, "t")
        .forEach((account, body) -> {
          balances[(int) (long) account] = Long.parseLong(body.substring(0, 8));
          total[0] += balances[(int) (long) account];
        });
    assertThat(total[0]).as("seed %s", SEED).isEqualTo((long) ACCOUNTS * START);
    for (int account = 2; account < ACCOUNTS + 2; account += 2) {
      assertThat(balances[account] + balances[account + 1]).as("seed %s", SEED).isNotNegative();
    }
  }

  private void checkpointAndSwitch(AtomicBoolean done, SplittableRandom random) {
    while (!done.get()) {
      CheckpointMode mode = CheckpointMode.values()[random.nextInt(4)];
      new Database(current)
          .checkpointing()
          .checkpoint(mode, CallLimits.waiting(Duration.ofMillis(20)));
      if (random.nextInt(3) == 0) {
        current = new PageLockEngine().adopt(current.detach(Database.patient()));
      }
    }
  }

  @Test
  void everyCommitStandsOnWhatItHasRead() throws Exception {
    Path path = directory.resolve("bank.db");
    StoreOptions options = StoreOptions.DEFAULTS.withPageSize(1024).withCacheBytes(1);
    Database database = Database.at(new PageLockEngine(), path, options);
    database.write(tx -> {
      Database.makeTable(tx, "t");
      for (int i = 2; i < ACCOUNTS + 2; i++) {
        Database.put(tx, "t", i, text(START));
      }
    });
    current = database.store;
    SplittableRandom seeds = new SplittableRandom(SEED);
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger conflicts = new AtomicInteger();
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> writers = new ArrayList<>();
    for (int i = 0; i < WRITERS; i++) {
      SplittableRandom random = seeds.split();
      writers.add(start(() -> write(random, conflicts), failure));
    }
    SplittableRandom random = seeds.split();
    List<Thread> others =
        List.of(
            start(() -> read(done), failure),
            start(() -> checkpointAndSwitch(done, random), failure));
    for (Thread thread : writers) {
      thread.join();
    }
    done.set(true);
    for (Thread thread : others) {
      thread.join();
    }
    assertThat(failure.get()).as("seed %s", SEED).isNull();
    assertThat(conflicts.get()).as("some had to try again").isPositive();
    database.store = current;
    try (database;
        Transaction transaction = database.begin(TransactionMode.READ_ONLY)) {
      check(transaction);
      assertThat(database.damage()).isEmpty();
    }
    try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + path);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery("PRAGMA integrity_check")) {
      assertThat(result.getString(1)).isEqualTo("ok");
    }
  }

  private static Thread start(Runnable job, AtomicReference<Throwable> failure) {
    return Thread.ofPlatform()
        .start(() -> {
          try {
            job.run();
          } catch (Throwable e) {
            failure.compareAndSet(null, e);
          }
        });
  }
}
