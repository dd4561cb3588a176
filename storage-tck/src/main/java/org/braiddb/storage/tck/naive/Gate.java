package org.braiddb.storage.tck.naive;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.CancelledException;

/** One lock with one condition; whoever changes what others wait for calls {@link #changed()}. */
final class Gate {
  /** How long a waiter may sleep without looking whether it was cancelled. */
  private static final long SLICE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition condition = lock.newCondition();

  <T> T locked(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  void locked(Runnable action) {
    lock.lock();
    try {
      action.run();
    } finally {
      lock.unlock();
    }
  }

  /** Wakes all waiters; the lock is held. */
  void changed() {
    condition.signalAll();
  }

  /**
   * Waits, with the lock held, until it is so.
   *
   * @return false where it was not so when the patience of the limits was over
   * @throws CancelledException where the call was cancelled
   */
  boolean await(BooleanSupplier ready, CallLimits limits) {
    long end = System.nanoTime() + Math.min(limits.waitNanos(), Long.MAX_VALUE / 2);
    while (!ready.getAsBoolean()) {
      limits.checkCancelled();
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      try {
        long unused = condition.awaitNanos(Math.min(left, SLICE_NANOS));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CancelledException("interrupted: the thread was");
      }
    }
    return true;
  }
}
