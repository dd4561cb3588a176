package org.braiddb.storage.file.transaction;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.CallLimits;
import org.jspecify.annotations.Nullable;

/**
 * The one writer's lock: a queue of parked threads, first come, first served, except that running
 * threads may overtake the parked ones for a while, so that fairness does not cost a wake-up per
 * commit. Handed over to one that is parked, the lock would be held by somebody who does not run:
 * whoever runs then finds it taken and parks too, and from then on each commit is such a wait.
 *
 * <p>Who finds it free takes it, and who finds nobody waiting gives it back, by one write of {@link
 * #state}. W1: a waiter first counts itself in {@link #waiting} and then looks at the state, and
 * who gives it back first writes the state and then looks at the count. One of them sees the other.
 */
public final class WriterLock {
  /** How often the first of the parked ones is overtaken before it counts how long. */
  private static final int FREE_OVERTAKING = 16;

  /** How long the first may be overtaken: longer than a woken thread mostly waits to run. */
  private static final long LONGEST_OVERTAKING_NANOS = 4_000_000;

  private static final long LONGEST_PARK_NANOS = 10_000_000;

  /** How long somebody without patience waits for one who is only committing. */
  private static final long MOMENT_NANOS = 250_000_000;

  private static final int FREE = 0;

  /** Held by who will give it back soon, without waiting for anything. */
  private static final int BRIEFLY_HELD = 1;

  private static final int HELD = 2;

  /**
   * How often somebody looks whether it was given back before parking: for some ten microseconds,
   * which is what parking costs. Most who hold it run, and give it back within that time; who parks
   * leaves the processor to the next who finds it held, and parks too. In vain where there is one
   * processor.
   */
  private static final int LOOKS = Runtime.getRuntime().availableProcessors() > 1 ? 300 : 0;

  /** How often a virtual thread lets others run before it parks, which costs it more. */
  private static final int YIELDS = 16;

  private final AtomicInteger state = new AtomicInteger(FREE);

  /** Guards the queue. */
  private final ReentrantLock lock = new ReentrantLock();

  private final ArrayDeque<Waiter> waiters = new ArrayDeque<>();

  /** How many are in the queue. */
  private volatile int waiting;

  /**
   * How often the first of them was overtaken. Written by who holds the lock; others may see an
   * older count, and who holds the lock keeps the bound when giving it back.
   */
  private int overtakings;

  /** Since when the first of them is that. */
  private volatile long firstSince;

  /** A free lock. */
  public WriterLock() {}

  private static final class Waiter {
    final Thread thread = Thread.currentThread();
    final int wanted;
    volatile boolean granted;

    Waiter(int wanted) {
      this.wanted = wanted;
    }
  }

  /**
   * Takes the lock.
   *
   * @throws BusyException where it is not had within the limits
   */
  public void acquire(CallLimits limits) {
    acquire(limits, HELD);
  }

  /**
   * Takes the lock for the work of one commit, which waits for nobody. Those who find it held like
   * that wait for a moment even where their limits allow no waiting: commits at the same time are
   * no reason for an error.
   *
   * @throws BusyException where it is not had within the limits
   */
  public void acquireBriefly(CallLimits limits) {
    acquire(limits, BRIEFLY_HELD);
  }

  private void acquire(CallLimits limits, int wanted) {
    if (takeRunning(wanted)) {
      return;
    }
    boolean virtual = Thread.currentThread().isVirtual();
    if (!virtual || state.get() == BRIEFLY_HELD) {
      lookWhileHeld();
    }
    if (takeRunning(wanted)) {
      return;
    }
    long patience = Math.max(limits.waitNanos(), state.get() == HELD ? 0 : MOMENT_NANOS);
    if (patience <= 0) {
      throw busy();
    }
    if (virtual && takeBetweenOthers(wanted)) {
      return;
    }
    await(enqueue(wanted), limits, patience);
  }

  private void lookWhileHeld() {
    for (int look = 0; look < LOOKS && state.get() != FREE; look++) {
      Thread.onSpinWait();
    }
  }

  private boolean takeBetweenOthers(int wanted) {
    for (int turn = 0; turn < YIELDS; turn++) {
      Thread.yield();
      if (takeRunning(wanted)) {
        return true;
      }
    }
    return false;
  }

  /** Takes the lock ahead of those who are parked, if there are any. */
  private boolean takeRunning(int wanted) {
    boolean overtakes = waiting > 0;
    if (overtakes && overtakenEnough() || !state.compareAndSet(FREE, wanted)) {
      return false;
    }
    if (overtakes) {
      overtakings++;
    }
    return true;
  }

  /** Whether it is the turn of the first who is parked. */
  private boolean overtakenEnough() {
    return overtakings >= FREE_OVERTAKING
        && System.nanoTime() - firstSince >= LONGEST_OVERTAKING_NANOS;
  }

  private Waiter enqueue(int wanted) {
    Waiter waiter = new Waiter(wanted);
    lock.lock();
    try {
      if (waiters.isEmpty()) {
        firstSince = System.nanoTime();
      }
      waiters.add(waiter);
      waiting = waiters.size();
    } finally {
      lock.unlock();
    }
    return waiter;
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
        if (!waiter.granted && !waiter.thread.isVirtual()) {
          lookWhileHeld(); // whoever has overtaken this one mostly gives it back soon
        }
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
    if (waiter.granted) {
      return true;
    }
    if (state.get() != FREE) {
      return false;
    }
    lock.lock();
    try {
      if (waiter.granted) {
        return true;
      }
      if (waiters.peekFirst() != waiter || !state.compareAndSet(FREE, waiter.wanted)) {
        return false;
      }
      removeFirst();
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** By who holds the state, for the first or as the first. */
  private void removeFirst() {
    waiters.removeFirst();
    waiting = waiters.size();
    overtakings = 0;
    firstSince = System.nanoTime();
  }

  /** Leaves the queue; true where the lock had been granted at the last moment. */
  private boolean giveUp(Waiter waiter) {
    lock.lock();
    try {
      if (waiter.granted) {
        return true;
      }
      waiters.remove(waiter);
      waiting = waiters.size();
    } finally {
      lock.unlock();
    }
    wakeFirst(); // the wake-up may have been for this one
    return false;
  }

  /** Gives the lock back; by any thread. */
  public void release() {
    if (waiting > 0 && overtakenEnough() && grant()) {
      return;
    }
    state.set(FREE);
    if (waiting > 0) {
      wakeFirst();
    }
  }

  /** Hands the lock over to the first who waits; false where nobody does any more. */
  private boolean grant() {
    Waiter first;
    lock.lock();
    try {
      first = waiters.peekFirst();
      if (first == null) {
        return false;
      }
      removeFirst();
      state.set(first.wanted);
      first.granted = true;
    } finally {
      lock.unlock();
    }
    LockSupport.unpark(first.thread);
    return true;
  }

  private void wakeFirst() {
    @Nullable Waiter first;
    lock.lock();
    try {
      first = waiters.peekFirst();
    } finally {
      lock.unlock();
    }
    // Outside the lock, which is the first that the woken one needs.
    if (first != null && state.get() == FREE) {
      LockSupport.unpark(first.thread);
    }
  }
}
