package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Cursor.Seek;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;
import org.junit.jupiter.api.Test;

/** Many threads, one store. */
abstract class ConcurrencyContract extends ContractTopic {
  private static void runAll(List<Callable<?>> calls, boolean virtual) throws Exception {
    try (ExecutorService executor =
        virtual
            ? Executors.newVirtualThreadPerTaskExecutor()
            : Executors.newFixedThreadPool(calls.size())) {
      List<Future<?>> futures = new ArrayList<>();
      for (Callable<?> call : calls) {
        futures.add(executor.submit(call));
      }
      for (Future<?> future : futures) {
        future.get(120, TimeUnit.SECONDS);
      }
    }
  }

  private static long integerAt(Cursor cursor, long rowid) {
    assertThat(cursor.seek(rowid, Seek.EQUAL)).isTrue();
    RecordReader reader = new RecordReader();
    reader.read(cursor);
    return reader.integer(0);
  }

  private void addTo(long rowid, long amount) {
    write(tx -> change(tx, rowid, amount));
  }

  private static void change(Transaction tx, long rowid, long amount) {
    try (Cursor cursor = tx.open(table(tx, "t"), true)) {
      byte[] record = new Records(tx.encoding()).of(integerAt(cursor, rowid) + amount);
      cursor.insert(rowid, record, 0, record.length);
    }
  }

  @Test
  void noIncrementIsLost() throws Exception {
    commitTable("t", 1);
    List<Callable<?>> calls = new ArrayList<>();
    for (int thread = 0; thread < 8; thread++) {
      calls.add(() -> {
        for (int i = 0; i < 50; i++) {
          addTo(1, 1);
        }
        return "";
      });
    }
    runAll(calls, false);
    assertThat(committedContents("t")).containsExactly("1: 401");
  }

  @Test
  void virtualThreadsCommitToo() throws Exception {
    commitTable("t", 0);
    List<Callable<?>> calls = new ArrayList<>();
    for (int i = 1; i <= 200; i++) {
      long rowid = i;
      calls.add(() -> write(tx -> put(tx, table(tx, "t"), rowid, "x")));
    }
    runAll(calls, true);
    assertThat(committedRowids("t")).hasSize(200);
  }

  @Test
  void readersSeeWholeCommitsOnly() throws Exception {
    int accounts = 200;
    commitTable("t", accounts);
    long total = accounts * (accounts + 1L) / 2;
    AtomicBoolean done = new AtomicBoolean();
    List<Callable<?>> calls = new ArrayList<>();
    for (int thread = 0; thread < 2; thread++) {
      long seed = thread;
      calls.add(() -> {
        Random random = new Random(seed);
        for (int i = 0; i < 150; i++) {
          long amount = random.nextInt(100);
          long from = 1 + random.nextInt(accounts);
          long to = 1 + random.nextInt(accounts);
          write(tx -> {
            change(tx, from, -amount);
            change(tx, to, amount);
          });
        }
        done.set(true);
        return "";
      });
      calls.add(() -> {
        int reads = 0;
        while (!done.get() || reads < 5) {
          assertThat(committedSum()).isEqualTo(total);
          reads++;
        }
        return "";
      });
    }
    runAll(calls, false);
    assertThat(committedSum()).isEqualTo(total);
  }

  private long committedSum() {
    return read(ConcurrencyContract::sum);
  }

  private static long sum(Transaction tx) {
    RecordReader reader = new RecordReader();
    long sum = 0;
    try (Cursor cursor = tx.open(table(tx, "t"), false)) {
      for (boolean on = cursor.first(); on; on = cursor.next()) {
        reader.read(cursor);
        sum += reader.integer(0);
      }
    }
    return sum;
  }

  @Test
  void writersAreServedInTheOrderTheyCame() throws Exception {
    commitTable("t", 0);
    List<Waiter<Long>> waiters = new ArrayList<>();
    Transaction first = begin(TransactionMode.IMMEDIATE);
    for (int i = 0; i < 6; i++) {
      Waiter<Long> waiter = new Waiter<>(this::appendAsWriter);
      waiters.add(waiter);
      waiter.awaitWaiting();
    }
    first.close();
    for (int i = 0; i < 6; i++) {
      assertThat(waiters.get(i).result()).isEqualTo(i + 1);
    }
  }

  private long appendAsWriter() {
    try (Transaction tx = begin(TransactionMode.IMMEDIATE, CallLimits.waiting(LONG))) {
      Tree.Table table = table(tx, "t");
      long rowid = tx.allocateRowid(table);
      put(tx, table, rowid, "x");
      tx.commit();
      return rowid;
    }
  }

  @Test
  void readersAndTheWriterDoNotWaitForEachOther() {
    commitTable("t", 5);
    // no call may wait: where one had to, it would be busy
    try (Transaction oldReader = begin(TransactionMode.READ_ONLY)) {
      assertThat(rowids(oldReader, table(oldReader, "t"))).hasSize(5);
      try (Transaction writer = begin(TransactionMode.IMMEDIATE)) {
        put(writer, table(writer, "t"), 6, "x");
        try (Transaction newReader = begin(TransactionMode.READ_ONLY)) {
          assertThat(rowids(newReader, table(newReader, "t"))).hasSize(5);
          writer.commit();
          assertThat(rowids(newReader, table(newReader, "t"))).hasSize(5);
        }
      }
      for (int i = 0; i < 50; i++) {
        long rowid = 7 + i;
        try (Transaction writer = begin(TransactionMode.IMMEDIATE)) {
          put(writer, table(writer, "t"), rowid, "x");
          writer.commit();
        }
        assertThat(rowids(oldReader, table(oldReader, "t"))).hasSize(5);
      }
    }
    assertThat(committedRowids("t")).hasSize(56);
  }

  @Test
  void transactionMayGoFromThreadToThread() throws Exception {
    commitTable("t", 1);
    Transaction tx = begin(TransactionMode.IMMEDIATE);
    try (Waiter<String> other =
        new Waiter<>(() -> {
          put(tx, table(tx, "t"), 2, "x");
          tx.commit();
          return "done";
        })) {
      assertThat(other.result()).isEqualTo("done");
    }
    addTo(1, 1);
    assertThat(committedRowids("t")).containsExactly(1L, 2L);
  }
}
