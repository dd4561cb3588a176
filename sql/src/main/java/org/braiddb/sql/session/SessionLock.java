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
 *
 * <p>Most sessions have one thread: it takes the lock by one atomic write, and gives it back by a
 * store that it does not wait for. So it may look for others that wait before these can see that
 * they need not: who waits therefore looks again after a while, and once a thread has waited, who
 * leaves does wait for his store.
 */
final class SessionLock {
  private static final long LOOK_AGAIN_NANOS = 1_000_000;

  private final Gate gate = new Gate();

  /** How often the owner has entered without leaving. */
  private int depth;

  /** Waits until no other thread is inside. */
  void enter() {
    long self = Thread.currentThread().threadId();
    if (gate.isHeldBy(self)) {
      depth++;
      return;
    }
    if (!gate.tryAcquire(1)) {
      gate.await();
    }
    depth = 1;
  }

  /** Takes back one {@link #enter()} of the same thread. */
  void leave() {
    if (!gate.isHeldBy(Thread.currentThread().threadId())) {
      throw new IllegalMonitorStateException("left by a thread that has not entered");
    }
    if (--depth == 0) {
      gate.open();
    }
  }

  /** Open or taken, with the threads that wait. */
  private static final class Gate extends AbstractQueuedSynchronizer {
    private static final long serialVersionUID = 1;
    private static final VarHandle OWNER;

    static {
      try {
        OWNER = MethodHandles.lookup().findVarHandle(Gate.class, "owner", long.class);
      } catch (ReflectiveOperationException e) {
        throw new ExceptionInInitializerError(e);
      }
    }

    /**
     * The identifier of the thread that holds it; 0 for none. Who reads its own has written it, and
     * is inside; whatever else is read, is another's or nobody's.
     */
    private long owner;

    boolean isHeldBy(long thread) {
      return (long) OWNER.getOpaque(this) == thread;
    }

    @Override
    protected boolean tryAcquire(int taken) {
      return OWNER.compareAndSet(this, 0L, Thread.currentThread().threadId());
    }

    @Override
    protected boolean tryRelease(int taken) {
      return true; // by open
    }

    void open() {
      OWNER.setRelease(this, 0L);
      if (hasContended()) {
        VarHandle.fullFence(); // who has not seen it open by now, is seen to wait
        release(1);
      }
    }

    void await() {
      boolean interrupted = false;
      boolean entered = false;
      while (!entered) {
        try {
          entered = tryAcquireNanos(1, LOOK_AGAIN_NANOS);
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
