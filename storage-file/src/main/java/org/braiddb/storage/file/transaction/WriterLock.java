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

  /** How long somebody without patience waits for one who is only committing. */
  private static final long MOMENT_NANOS = 250_000_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();
  private boolean held;

  /** Whether who holds it will give it back soon, without waiting for anything. */
  private boolean brief;

  private int overtakings;

  /** A free lock. */
  public WriterLock() {}

  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    final boolean brief;
    volatile boolean granted;

    Waiter(boolean brief) {
      this.brief = brief;
    }
  }

  /**
   * Takes the lock.
   *
   * @throws BusyException where it is not had within the limits
   */
  public void acquire(CallLimits limits) {
    acquire(limits, false);
  }

  /**
   * Takes the lock for the work of one commit, which waits for nobody. Those who find it held like
   * that wait for a moment even where their limits allow no waiting: commits at the same time are
   * no reason for an error.
   *
   * @throws BusyException where it is not had within the limits
   */
  public void acquireBriefly(CallLimits limits) {
    acquire(limits, true);
  }

  private void acquire(CallLimits limits, boolean briefly) {
    Waiter waiter;
    long patience;
    lock.lock();
    try {
      if (!held && (waiters.isEmpty() || overtakings < MAXIMUM_OVERTAKING)) {
        held = true;
        brief = briefly;
        overtakings += waiters.isEmpty() ? 0 : 1;
        return;
      }
      patience = Math.max(limits.waitNanos(), held && !brief ? 0 : MOMENT_NANOS);
      if (patience <= 0) {
        throw busy();
      }
      waiter = new Waiter(briefly);
      waiters.add(waiter);
    } finally {
      lock.unlock();
    }
    await(waiter, limits, patience);
  }

  private void await(Waiter waiter, CallLimits limits, long patience) {
    long deadline = System.nanoTime() + patience;
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
      brief = waiter.brief;
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
        brief = first.brief;
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
