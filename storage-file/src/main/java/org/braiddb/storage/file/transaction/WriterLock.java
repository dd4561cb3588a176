package org.braiddb.storage.file.transaction;

import java.util.ArrayDeque;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;

/**
 * The one writer's lock: a queue of parked threads, first come, first served, except that a running
 * thread may overtake the parked ones a bounded number of times, so that fairness does not cost a
 * wake-up per commit.
 */
public final class WriterLock {
  private static final int MAXIMUM_OVERTAKING = 16;
  private static final long LONGEST_PARK_NANOS = 10_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private boolean held;
  private int overtakings;

  /** A free lock. */
  public WriterLock() {}

  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    volatile boolean granted;
  }

  /**
   * Takes the lock.
   *
   * @throws BusyException where it is not had within the limits
   */
  public void acquire(CallLimits limits) {
    Waiter waiter;
    lock.lock();
    try {
      if (!held && (waiters.isEmpty() || overtakings < MAXIMUM_OVERTAKING)) {
        held = true;
        overtakings += waiters.isEmpty() ? 0 : 1;
        return;
      }
      long patience = limits.waitNanos();
      if (patience <= 0) {
        throw busy();
      }
      waiter = new Waiter();
      waiters.add(waiter);
    } finally {
      lock.unlock();
    }
    await(waiter, limits);
  }

  private void await(Waiter waiter, CallLimits limits) {
    long deadline = System.nanoTime() + limits.waitNanos();
    boolean interrupted = false;
    try {
      while (!tryTake(waiter)) {
        long left = deadline - System.nanoTime();
        if (left <= 0 || limits.isCancelled()) {
          if (giveUp(waiter)) {
            return;
          }
          limits.checkCancelled();
          throw busy();
        }
        LockSupport.parkNanos(this, Math.min(left, LONGEST_PARK_NANOS));
        interrupted |= Thread.interrupted();
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static BusyException busy() {
    return new BusyException("database is locked: another transaction is writing");
  }

  private boolean tryTake(Waiter waiter) {
    lock.lock();
    try {
      if (waiter.granted) {
        return true;
      }
      if (held || waiters.peekFirst() != waiter) {
        return false;
      }
      waiters.removeFirst();
      overtakings = 0;
      held = true;
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Leaves the queue; true where the lock had been granted at the last moment. */
  private boolean giveUp(Waiter waiter) {
    lock.lock();
    try {
      if (waiter.granted) {
        return true;
      }
      boolean first = waiters.peekFirst() == waiter;
      waiters.remove(waiter);
      Waiter next = waiters.peekFirst();
      if (first && !held && next != null) {
        LockSupport.unpark(next.thread);
      }
      return false;
    } finally {
      lock.unlock();
    }
  }

  /** Gives the lock back; by any thread. */
  public void release() {
    lock.lock();
    try {
      Waiter first = waiters.peekFirst();
      if (first != null && overtakings >= MAXIMUM_OVERTAKING) {
        waiters.removeFirst();
        overtakings = 0;
        first.granted = true;
      } else {
        held = false;
      }
      if (first != null) {
        LockSupport.unpark(first.thread);
      }
    } finally {
      lock.unlock();
    }
  }
}
