package org.braiddb.storage.tck;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.util.concurrent.Callable;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CancelledException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.junit.jupiter.api.Test;

/** Waiting, deadlines and cancellation. */
abstract class LimitsContract extends ContractTopic {
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
}
