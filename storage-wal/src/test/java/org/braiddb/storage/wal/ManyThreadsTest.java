package org.braiddb.storage.wal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Durability;
import org.braiddb.storage.Facets.CheckpointMode;
import org.braiddb.storage.StoreOptions;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Many threads on one store with a tiny cache and eager checkpoints. */
class ManyThreadsTest {
  private static final long SEED = Long.getLong("braid.test.seed", 99L);
  private static final int ACCOUNTS = 400;
  private static final int START = 1000;
  private static final int MOST_COMMITS = 200_000;
  private static final int WAL_HEADER_BYTES = 32;
  private static final int ROUND_OFFSET = 12;

  @TempDir Path directory;

  private static String padded(long balance) {
    return String.format("%08d", balance) + "-".repeat(300);
  }

  private static long balance(Cursor cursor) {
    return Long.parseLong(Database.body(cursor).substring(0, 8));
  }

  private Database openBank() {
    Database database =
        new Database(
            new WalEngine(),
            directory.resolve("bank.db"),
            StoreOptions.DEFAULTS.withPageSize(1024).withCacheBytes(1));
    Tree.Table table = database.table();
    try (Transaction transaction = database.begin(TransactionMode.IMMEDIATE)) {
      try (Cursor cursor = transaction.open(table, true)) {
        for (int i = 1; i <= ACCOUNTS; i++) {
          Database.put(cursor, i, padded(START));
        }
      }
      transaction.commit();
    }
    return database;
  }

  private static void transfer(Transaction transaction, Tree.Table table, SplittableRandom random) {
    long from = random.nextLong(1, ACCOUNTS + 1);
    long to = random.nextLong(1, ACCOUNTS + 1);
    try (Cursor cursor = transaction.open(table, true)) {
      cursor.seek(from, Cursor.Seek.EQUAL);
      Database.put(cursor, from, padded(balance(cursor) - 1));
      cursor.seek(to, Cursor.Seek.EQUAL);
      Database.put(cursor, to, padded(balance(cursor) + 1));
    }
  }

  private static long total(Transaction transaction, Tree.Table table) {
    long total = 0;
    int count = 0;
    try (Cursor cursor = transaction.open(table, false)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        total += balance(cursor);
        count++;
      }
    }
    assertThat(count).isEqualTo(ACCOUNTS);
    return total;
  }

  private static void pause() {
    try {
      Thread.sleep(3);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void runAll(List<Runnable> jobs) throws InterruptedException {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    for (Runnable job : jobs) {
      Thread thread =
          new Thread(() -> {
            try {
              job.run();
            } catch (Throwable e) {
              failure.compareAndSet(null, e);
            }
          });
      threads.add(thread);
      thread.start();
    }
    for (Thread thread : threads) {
      thread.join();
    }
    if (failure.get() != null) {
      throw new AssertionError("seed " + SEED + ": " + failure.get(), failure.get());
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Durability.class,
      names = {"OFF", "FULL"})
  void everySnapshotBalancesWhileWritersAndCheckpointsRun(Durability durability) throws Exception {
    try (Database database = openBank()) {
      Tree.Table table = database.table();
      database.checkpointing().setAutoCheckpointFrames(40);
      AtomicInteger writing = new AtomicInteger(8);
      AtomicInteger snapshots = new AtomicInteger();
      List<Runnable> jobs = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        SplittableRandom random = new SplittableRandom(SEED + i);
        jobs.add(() -> {
          try {
            for (int k = 0; k < 80; k++) {
              try (Transaction writer = database.begin(TransactionMode.IMMEDIATE, durability)) {
                transfer(writer, table, random);
                if (random.nextInt(10) > 0) {
                  writer.commit();
                }
              }
            }
          } finally {
            writing.decrementAndGet();
          }
        });
      }
      for (int i = 0; i < 6; i++) {
        jobs.add(() -> {
          do { // once at least, however quick the writers are
            try (Transaction reader = database.begin(TransactionMode.READ_ONLY)) {
              assertThat(total(reader, table)).isEqualTo((long) ACCOUNTS * START);
              assertThat(total(reader, table)).isEqualTo((long) ACCOUNTS * START);
              snapshots.incrementAndGet();
            }
          } while (writing.get() > 0);
        });
      }
      jobs.add(() -> {
        SplittableRandom random = new SplittableRandom(SEED);
        while (writing.get() > 0) {
          CheckpointMode mode = CheckpointMode.values()[random.nextInt(4)];
          pause();
          database.checkpointing().checkpoint(mode, Database.patient());
        }
      });
      runAll(jobs);
      assertThat(snapshots.get()).isPositive();
    }
    try (Database database = openAgain();
        Transaction reader = database.begin(TransactionMode.READ_ONLY)) {
      assertThat(database.damage()).isEmpty();
      assertThat(total(reader, database.table())).isEqualTo((long) ACCOUNTS * START);
    }
  }

  private Database openAgain() {
    return new Database(new WalEngine(), directory.resolve("bank.db"), StoreOptions.DEFAULTS);
  }

  @Test
  void sixteenThreadsLoseNoUpdate() throws Exception {
    try (Database database = openBank()) {
      Tree.Table table = database.table();
      List<Runnable> jobs = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        jobs.add(() -> {
          for (int k = 0; k < 100; k++) {
            try (Transaction writer = database.begin(TransactionMode.IMMEDIATE)) {
              long expected;
              try (Cursor cursor = writer.open(table, true)) {
                cursor.seek(1, Cursor.Seek.EQUAL);
                expected = balance(cursor) + 1;
                Database.put(cursor, 1, padded(expected));
              }
              long commit = writer.commit();
              assertThat(database.store.visibleCommit()).isGreaterThanOrEqualTo(commit);
            }
          }
        });
      }
      runAll(jobs);
      try (Transaction reader = database.begin(TransactionMode.READ_ONLY);
          Cursor cursor = reader.open(table, false)) {
        cursor.seek(1, Cursor.Seek.EQUAL);
        assertThat(balance(cursor)).isEqualTo(START + 1600);
      }
    }
  }

  @Test
  void aLongReaderFinishesWhileAWriterIsHeldOpenAndTheReverse() throws Exception {
    try (Database database = openBank();
        Transaction writer = database.begin(TransactionMode.IMMEDIATE)) {
      Tree.Table table = new Tree.Table(Database.rootOf(writer), "t");
      transfer(writer, table, new SplittableRandom(SEED));
      try (Transaction reader = database.begin(TransactionMode.READ_ONLY)) {
        for (int i = 0; i < 50; i++) {
          assertThat(total(reader, table)).isEqualTo((long) ACCOUNTS * START);
        }
        writer.commit();
        for (int i = 0; i < 100; i++) {
          try (Transaction next = database.begin(TransactionMode.IMMEDIATE)) {
            transfer(next, table, new SplittableRandom(i));
            next.commit();
          }
        }
        assertThat(total(reader, table)).isEqualTo((long) ACCOUNTS * START);
      }
    }
  }

  @Test
  void theLogStartsOverAgainAndAgainUnderOverlappingReaders() throws Exception {
    try (Database database = openBank()) {
      Tree.Table table = database.table();
      database.checkpointing().setAutoCheckpointFrames(100);
      AtomicBoolean done = new AtomicBoolean();
      AtomicInteger commits = new AtomicInteger();
      List<Runnable> jobs = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        jobs.add(() -> {
          while (!done.get()) {
            try (Transaction reader = database.begin(TransactionMode.READ_ONLY)) {
              assertThat(total(reader, table)).isEqualTo((long) ACCOUNTS * START);
            }
          }
        });
      }
      jobs.add(() -> {
        SplittableRandom random = new SplittableRandom(SEED);
        try {
          int last = round() + 5;
          while (round() < last && commits.get() < MOST_COMMITS) {
            try (Transaction writer = database.begin(TransactionMode.IMMEDIATE, Durability.OFF)) {
              transfer(writer, table, random);
              writer.commit();
            }
            commits.incrementAndGet();
          }
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        } finally {
          done.set(true);
        }
      });
      runAll(jobs);
      assertThat(commits).hasValueLessThan(MOST_COMMITS);
    }
  }

  /** How often the log has started over, as its header says. */
  private int round() throws IOException {
    ByteBuffer header = ByteBuffer.allocate(WAL_HEADER_BYTES);
    try (SeekableByteChannel log = Files.newByteChannel(directory.resolve("bank.db-wal"))) {
      return log.read(header) < WAL_HEADER_BYTES ? 0 : header.getInt(ROUND_OFFSET);
    }
  }
}
