package org.braiddb.sql.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Held by the thread that calls a session. A statement is a dozen calls, most of them made by
 * others of the session's own, and mostly no other thread has a call to make: so entering again is
 * a comparison and an addition, where a {@link java.util.concurrent.locks.ReentrantLock} tries to
 * take the lock first and writes its count as a volatile, and leaving is a plain write. Nor is a
 * reference to the thread kept, which would be announced to the garbage collector at each call.
 *
 * <p>Who leaves may, in the moment in which another thread begins to wait, not see it yet: so
 * nobody waits for long without looking again.
 */
final class SessionLock {
  private static final VarHandle OWNER;

  static {
    try {
      OWNER = MethodHandles.lookup().findVarHandle(SessionLock.class, "owner", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private static final long LONGEST_SLEEP_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

  /** The threads that wait, the first of which is woken. */
  private final ConcurrentLinkedQueue<Thread> waiting = new ConcurrentLinkedQueue<>();

  /**
   * The identifier of the thread that holds it; 0 for none. Who reads its own has written it, and
   * is inside; whatever else is read, is another's or nobody's.
   */
  private long owner;

  /** How often the owner has entered without leaving. */
  private int depth;

  /** Waits until no other thread is inside. */
  void enter() {
    long self = Thread.currentThread().threadId();
    if ((long) OWNER.getOpaque(this) == self) {
      depth++;
      return;
    }
    if (!OWNER.compareAndSet(this, 0L, self)) {
      await(self);
    }
    depth = 1;
  }

  private void await(long self) {
    Thread thread = Thread.currentThread();
    boolean interrupted = false;
    waiting.add(thread);
    while (!OWNER.compareAndSet(this, 0L, self)) {
      LockSupport.parkNanos(this, LONGEST_SLEEP_NANOS);
      interrupted |= Thread.interrupted(); // a sleep that it ends at once is none
    }
    waiting.remove(thread);
    if (interrupted) {
      thread.interrupt();
    }
  }

  /** Takes back one {@link #enter()} of the same thread. */
  void leave() {
    if ((long) OWNER.getOpaque(this) != Thread.currentThread().threadId()) {
      throw new IllegalMonitorStateException("left by a thread that has not entered");
    }
    if (--depth == 0) {
      OWNER.setRelease(this, 0L);
      Thread first = waiting.peek();
      if (first != null) {
        LockSupport.unpark(first);
      }
    }
  }
}
