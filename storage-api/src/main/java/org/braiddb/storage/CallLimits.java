package org.braiddb.storage;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long calls may wait for others, and a way to cancel them.
 *
 * <p>The owner re-arms it before a call; {@link #cancel()} may come from any thread at any time. A
 * call that is waiting for a lock, a queue or other transactions gives up with {@link
 * BusyException} when the wait timeout is over, and with {@link CancelledException} soon after it
 * was cancelled; a call that may be long by itself (counting, checking, a checkpoint) looks at
 * {@link #checkCancelled()} when it begins and now and then. Moves of a cursor need not: who makes
 * many of them looks by himself.
 */
public final class CallLimits {
  private final @Nullable CallLimits whole;
  private volatile boolean cancelled;
  private volatile long deadlineNanos;
  private volatile boolean hasDeadline;
  private volatile long waitNanos;
  private volatile String owner = "";

  /** Limits that neither wait nor expire: what is not free at once is busy. */
  public CallLimits() {
    whole = null;
  }

  private CallLimits(CallLimits whole) {
    this.whole = whole;
  }

  /** Limits with a wait timeout. */
  public static CallLimits waiting(Duration timeout) {
    CallLimits limits = new CallLimits();
    limits.setWait(timeout);
    return limits;
  }

  /**
   * Limits for the rest of a call that waits for several things and has begun at {@code nanoTime}:
   * they allow what is left of the wait, and are cancelled when these are.
   */
  public CallLimits restSince(long nanoTime) {
    CallLimits rest = new CallLimits(this);
    rest.waitNanos = Math.max(0, waitNanos() - (System.nanoTime() - nanoTime));
    return rest;
  }

  /** Says whose calls these are, for reports to people. */
  public void setOwner(String name) {
    owner = name;
  }

  /** Whose calls these are; empty where nobody said. */
  public String owner() {
    return owner;
  }

  /** How long one call may wait for others: SQLite's {@code busy_timeout}. */
  public void setWait(Duration timeout) {
    waitNanos = Math.max(0, timeout.toNanos());
  }

  /** Nanoseconds that one call may wait for others, at most what is left until the deadline. */
  public long waitNanos() {
    return hasDeadline ? Math.clamp(deadlineNanos - System.nanoTime(), 0, waitNanos) : waitNanos;
  }

  /**
   * Sets the point in time, on the clock of {@link System#nanoTime()}, at which work is cancelled.
   */
  public void setDeadline(long nanoTime) {
    deadlineNanos = nanoTime;
    hasDeadline = true;
  }

  /** Takes the deadline away. */
  public void clearDeadline() {
    hasDeadline = false;
  }

  /** Asks the running call to stop with {@link CancelledException}. Stays set until cleared. */
  public void cancel() {
    cancelled = true;
  }

  /** Makes the limits fit for the next call after a {@link #cancel()}. */
  public void clearCancelled() {
    cancelled = false;
  }

  /** Whether {@link #cancel()} was called or the deadline is over. */
  public boolean isCancelled() {
    return cancelled
        || (whole != null && whole.isCancelled())
        || (hasDeadline && System.nanoTime() - deadlineNanos >= 0);
  }

  /**
   * Throws where the call is to stop.
   *
   * @throws CancelledException where {@link #isCancelled()}
   */
  public void checkCancelled() {
    if (isCancelled()) {
      throw new CancelledException("interrupted");
    }
  }
}
