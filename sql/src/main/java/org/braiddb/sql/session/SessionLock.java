package org.braiddb.sql.session;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.AbstractQueuedSynchronizer;

/**
 * Held by the thread that calls a session. A statement is a dozen calls, most of them made by
 * others of the session's own, so that entering again is most of what a lock is asked for here: it
 * is a comparison and an addition, where a {@link java.util.concurrent.locks.ReentrantLock} tries
 * to take the lock first and writes its count as a volatile. Nor is a reference to the thread kept,
 * which would be announced to the garbage collector at each call.
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

  private final Gate gate = new Gate();

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
    gate.acquire(1);
    OWNER.setOpaque(this, self);
    depth = 1;
  }

  /** Takes back one {@link #enter()} of the same thread. */
  void leave() {
    if ((long) OWNER.getOpaque(this) != Thread.currentThread().threadId()) {
      throw new IllegalMonitorStateException("left by a thread that has not entered");
    }
    if (--depth == 0) {
      OWNER.setOpaque(this, 0L);
      gate.release(1);
    }
  }

  /** Open or taken, with the threads that wait. */
  private static final class Gate extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1;

    @Override
    protected boolean tryAcquire(int taken) {
      return compareAndSetState(0, taken);
    }

    @Override
    protected boolean tryRelease(int taken) {
      setState(0);
      return true;
    }
  }
}
