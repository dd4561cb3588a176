package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CancelledException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.RecordTooBigException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.KeyOrder;
import org.junit.jupiter.api.Test;

/** Waiting, deadlines, cancellation, and the sizes that an engine declares. */
abstract class LimitsContract extends ContractTopic {
  /** Sizes beyond this are declared larger than a test can make. */
  private static final long LARGEST_TRIED = 64 << 20;

  @Test
  void secondWriterIsBusyAtOnceWithoutPatience() {
    commitTable("t", 1);
    for (TransactionMode first :
        new TransactionMode[] {TransactionMode.IMMEDIATE, TransactionMode.EXCLUSIVE}) {
      try (Transaction writer = begin(first)) {
        assertThat(writer.writable()).isTrue();
        assertFails(() -> begin(TransactionMode.IMMEDIATE), BusyException.class, ResultCode.BUSY);
        assertFails(() -> begin(TransactionMode.EXCLUSIVE), BusyException.class, ResultCode.BUSY);
        try (Transaction deferred = begin(TransactionMode.DEFERRED)) {
          assertFails(deferred::makeWritable, BusyException.class, ResultCode.BUSY);
          assertThat(deferred.writable()).isFalse();
        }
      }
      begin(TransactionMode.IMMEDIATE).close();
    }
  }

  @Test
  void busyTransactionStaysOpenAndMayTryAgain() {
    commitTable("t", 1);
    try (Transaction deferred = begin(TransactionMode.DEFERRED)) {
      assertThat(rowids(deferred, table(deferred, "t"))).hasSize(1);
      try (Transaction writer = begin(TransactionMode.IMMEDIATE)) {
        assertFails(deferred::makeWritable, BusyException.class, ResultCode.BUSY);
        assertThat(rowids(deferred, table(deferred, "t"))).hasSize(1);
        assertThat(writer.writable()).isTrue();
      }
      deferred.makeWritable();
      put(deferred, table(deferred, "t"), 2, "x");
      deferred.commit();
    }
    assertThat(committedRowids("t")).hasSize(2);
  }

  @Test
  void waitEndsBusyWhenPatienceIsOver() {
    Transaction writer = begin(TransactionMode.IMMEDIATE);
    assertFails(
        () -> begin(TransactionMode.IMMEDIATE, CallLimits.waiting(Duration.ofMillis(30))),
        BusyException.class,
        ResultCode.BUSY);
    writer.close();
    begin(TransactionMode.IMMEDIATE).close();
  }

  @Test
  void waiterGetsTheLockWhenItIsFree() throws Exception {
    commitTable("t", 1);
    Transaction writer = begin(TransactionMode.IMMEDIATE);
    put(writer, table(writer, "t"), 2, "x");
    try (Waiter<Integer> waiter = new Waiter<>(this::countAsWriter)) {
      waiter.awaitWaiting();
      writer.commit();
      assertThat(waiter.result()).isEqualTo(2);
    }
  }

  private int countAsWriter() {
    try (Transaction tx = begin(TransactionMode.IMMEDIATE, CallLimits.waiting(LONG))) {
      return rowids(tx, table(tx, "t")).size();
    }
  }

  @Test
  void cancelEndsAWait() throws Exception {
    try (Transaction writer = begin(TransactionMode.IMMEDIATE)) {
      CallLimits limits = CallLimits.waiting(LONG);
      Callable<Throwable> call =
          () -> catchThrowable(() -> begin(TransactionMode.IMMEDIATE, limits).close());
      try (Waiter<Throwable> waiter = new Waiter<>(call)) {
        waiter.awaitWaiting();
        limits.cancel();
        assertThat(waiter.result()).isInstanceOf(CancelledException.class);
      }
      assertThat(writer.writable()).isTrue();
    }
    begin(TransactionMode.IMMEDIATE).close();
  }

  @Test
  void cancelledCallStopsAndTheTransactionGoesOnAfterwards() {
    commitTable("t", 5000);
    CallLimits limits = new CallLimits();
    try (Transaction tx = begin(TransactionMode.READ_ONLY, limits)) {
      Tree.Table table = table(tx, "t");
      assertThat(tx.count(table)).isEqualTo(5000);
      limits.cancel();
      assertFails(() -> tx.count(table), CancelledException.class, ResultCode.INTERRUPT);
      limits.clearCancelled();
      assertThat(tx.count(table)).isEqualTo(5000);
      limits.setDeadline(System.nanoTime() - 1);
      assertFails(() -> tx.count(table), CancelledException.class, ResultCode.INTERRUPT);
      limits.clearDeadline();
      assertThat(rowids(tx, table)).hasSize(5000);
    }
  }

  @Test
  void aDeadlineEndsAWaitThatHasMorePatience() {
    try (Transaction writer = begin(TransactionMode.IMMEDIATE)) {
      CallLimits limits = CallLimits.waiting(LONG);
      limits.setDeadline(System.nanoTime() + Duration.ofMillis(30).toNanos());
      assertThat(catchThrowable(() -> begin(TransactionMode.IMMEDIATE, limits).close()))
          .isInstanceOfAny(BusyException.class, CancelledException.class);
      assertThat(writer.writable()).isTrue();
    }
    begin(TransactionMode.IMMEDIATE).close();
  }

  @Test
  void recordsBeyondTheDeclaredSizeAreRefused() {
    long limit = capabilities().maximumRecordBytes();
    if (limit > LARGEST_TRIED) {
      return;
    }
    commitTable("t", 1);
    write(tx -> {
      byte[] record = new byte[(int) limit + 1];
      try (Cursor cursor = tx.open(table(tx, "t"), true)) {
        assertFails(
            () -> cursor.insert(2, record, 0, record.length),
            RecordTooBigException.class,
            ResultCode.TOOBIG);
      }
      assertThat(rowids(tx, table(tx, "t"))).containsExactly(1L);
    });
  }

  @Test
  void keysBeyondTheDeclaredSizeAreRefused() {
    long limit = capabilities().maximumKeyBytes();
    if (limit > LARGEST_TRIED) {
      return;
    }
    KeyOrder order =
        new KeyOrder(List.of(new KeyOrder.Column(Collations.BINARY, false)), options().encoding());
    write(tx -> {
      var index = new Tree.Index(newIndexTree(tx, "i"), "i", order, 0, "t");
      byte[] record = new Records(tx.encoding()).of(new byte[(int) limit + 1]);
      try (Cursor cursor = tx.open(index, true)) {
        assertFails(
            () -> cursor.insert(record, 0, record.length),
            RecordTooBigException.class,
            ResultCode.TOOBIG);
      }
      assertThat(tx.count(index)).isZero();
    });
  }

  @Test
  void transactionsBeyondTheDeclaredSizeAreRefusedAndMayCommitWhatTheyHave() {
    long limit = capabilities().maximumTransactionBytes();
    if (limit > LARGEST_TRIED) {
      return;
    }
    commitTable("t", 1);
    int size = (int) Math.min(limit / 8, capabilities().maximumRecordBytes() / 2);
    byte[] payload = new byte[size];
    write(tx -> {
      Tree.Table table = table(tx, "t");
      long row = 2;
      Throwable refused = null;
      while (refused == null && row * size < limit + 2L * size) {
        long next = row;
        refused = catchThrowable(() -> put(tx, table, next, (Object) payload));
        row++;
      }
      assertThat(refused).isInstanceOf(StoreFullException.class);
      assertThat(tx.count(table)).isEqualTo(row - 2);
    });
    assertThat(committedRowids("t")).hasSizeGreaterThan(1);
  }
}
