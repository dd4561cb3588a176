package org.braiddb.storage.mvcc;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Durability;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.RecordReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Real threads: what adds up must still add up, nobody starves, the trees stay whole. */
class ManyThreadsTest {
  private static final Duration LONG = Duration.ofSeconds(60);

  private final Workshop workshop = new Workshop();
  private final Tree.Table table = workshop.table("t");
  private final Tree.Index index = workshop.index("i", "t", 0, Keys.order(Collations.BINARY));

  @FunctionalInterface
  private interface Work {
    void run(Transaction transaction, Random random);
  }

  /** Runs the work again until it commits; returns how often it lost. */
  private int until(TransactionOptions options, Work work, Random random) {
    CallLimits limits = CallLimits.waiting(LONG);
    for (int lost = 0; ; lost++) {
      limits.setWait(LONG);
      try (Transaction transaction = workshop.store.begin(options, limits)) {
        transaction.makeWritable();
        work.run(transaction, random);
        transaction.commit();
        return lost;
      } catch (ConflictException e) {
        workshop.store.awaitVisible(e.winner(), CallLimits.waiting(LONG));
      }
    }
  }

  private int inThreads(int threads, int each, TransactionOptions options, Work work)
      throws Exception {
    AtomicInteger lost = new AtomicInteger();
    List<Future<?>> running = new ArrayList<>();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int i = 0; i < threads; i++) {
        running.add(
            executor.submit(() -> {
              for (int n = 0; n < each; n++) {
                lost.addAndGet(until(options, work, ThreadLocalRandom.current()));
              }
            }));
      }
      for (Future<?> future : running) {
        future.get(5, TimeUnit.MINUTES);
      }
    }
    assertThat(workshop.damage()).isEmpty();
    return lost.get();
  }

  private static TransactionOptions concurrent(IsolationLevel level) {
    return TransactionOptions.of(TransactionMode.CONCURRENT)
        .withIsolation(level)
        .withDurability(Durability.NORMAL);
  }

  private static long value(Cursor cursor) {
    cursor.fetch(cursor.payloadSize());
    RecordReader reader = new RecordReader();
    reader.read(cursor.bytes(), cursor.offset(), cursor.payloadSize());
    return reader.integer(0);
  }

  private static long valueOf(Transaction transaction, Tree.Table table, long rowid) {
    try (Cursor cursor = transaction.open(table, false)) {
      assertThat(cursor.seek(rowid, Cursor.Seek.EQUAL)).isTrue();
      return value(cursor);
    }
  }

  @Test
  void oneRowIncrementedBySixtyFourThreadsLosesNothing() throws Exception {
    workshop.write(transaction -> Workshop.put(transaction, table, 1, 0));
    inThreads(
        64,
        5,
        concurrent(IsolationLevel.SNAPSHOT),
        (transaction, random) ->
            Workshop.put(transaction, table, 1, valueOf(transaction, table, 1) + 1));
    assertThat(workshop.contents(table)).containsExactly("1: 320");
    workshop.close();
  }

  @Test
  void appendersNeverLose() throws Exception {
    int lost =
        inThreads(
            16,
            40,
            concurrent(IsolationLevel.SNAPSHOT),
            (transaction, random) -> {
              long rowid = Workshop.append(transaction, table, random.nextInt(1000));
              Workshop.putKey(transaction, index, random.nextInt(50), rowid);
            });
    assertThat(lost).isZero();
    assertThat(workshop.rowids(table)).hasSize(640);
    assertThat(workshop.contents(index)).hasSize(640);
    workshop.close();
  }

  @ParameterizedTest
  @EnumSource
  void transfersBetweenAccountsKeepTheTotal(IsolationLevel level) throws Exception {
    int accounts = 30;
    workshop.write(transaction -> {
      for (int i = 1; i <= accounts; i++) {
        Workshop.put(transaction, table, i, 100);
      }
    });
    inThreads(
        12,
        40,
        concurrent(level),
        (transaction, random) -> {
          long from = 1 + random.nextInt(accounts);
          long to = 1 + random.nextInt(accounts);
          long amount = random.nextInt(10);
          if (random.nextInt(5) == 0) {
            assertThat(total(transaction)).isEqualTo(100L * accounts);
          }
          if (from != to) {
            Workshop.put(transaction, table, from, valueOf(transaction, table, from) - amount);
            Workshop.put(transaction, table, to, valueOf(transaction, table, to) + amount);
          }
        });
    assertThat(workshop.<Long>read(this::total)).isEqualTo(100L * accounts);
    workshop.close();
  }

  private long total(Transaction transaction) {
    long total = 0;
    try (Cursor cursor = transaction.open(table, false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        total += value(cursor);
      }
    }
    return total;
  }

  @Test
  void plainWritersBesideConcurrentOnesLoseNothing() throws Exception {
    workshop.write(transaction -> {
      for (int i = 1; i <= 200; i++) {
        Workshop.put(transaction, table, i, 0);
      }
    });
    try (ExecutorService executor = Executors.newSingleThreadExecutor()) {
      Future<?> plain =
          executor.submit(() -> {
            TransactionOptions options = TransactionOptions.of(TransactionMode.IMMEDIATE);
            for (int n = 0; n < 100; n++) {
              assertThat(until(options, this::increment, ThreadLocalRandom.current())).isZero();
            }
          });
      inThreads(8, 50, concurrent(IsolationLevel.SNAPSHOT), this::increment);
      plain.get(5, TimeUnit.MINUTES);
    }
    assertThat(workshop.<Long>read(this::total)).isEqualTo(500);
    workshop.close();
  }

  private void increment(Transaction transaction, Random random) {
    long row = 1 + random.nextInt(200);
    Workshop.put(transaction, table, row, valueOf(transaction, table, row) + 1);
  }
}
