package com.example.ledger;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CancelledException;

/** A lock under which one can wait for something, as long as the caller's limits allow. */
final class Gate {
  /** A wait is cut into slices, between which it looks whether it was cancelled. */
  private static final long SLICE_NANOS = 10_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /** Does something while nobody else does. */
  void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Lets those who wait look again. */
  void changed() {
    locked(changed::signalAll);
  }

  /**
   * Waits, called from inside {@link #locked}.
   *
   * @param otherwise what the error says when the wait is over
   */
  void await(BooleanSupplier wanted, CallLimits limits, String otherwise) {
    long deadline = System.nanoTime() + limits.waitNanos();
    while (!wanted.getAsBoolean()) {
      limits.checkCancelled();
      long left = deadline - System.nanoTime();
      if (left <= 0) {
        throw new BusyException("database is locked: " + otherwise);
      }
      try {
        changed.await(Math.min(left, SLICE_NANOS), TimeUnit.NANOSECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException("interrupted");
      }
    }
  }
}
