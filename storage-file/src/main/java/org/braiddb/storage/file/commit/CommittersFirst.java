package org.braiddb.storage.file.commit;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.LongSupplier;

/**
 * Lets readers yield to committers now and then. A reader whose pages are in memory never waits and
 * so keeps its processor for its whole share of time, which is milliseconds. A commit needs a
 * processor again when the disk has been forced, and its committer one more when it is told so:
 * beside more readers than processors it waits for such a share each time. Therefore a reader
 * yields after each {@value #SHORTEST_INTERVAL_NANOS} ns while somebody commits.
 *
 * <p>What runs instead may be no committer but a thread that computes, and keeps the processor for
 * its own share of time. So that yielding costs the readers little of theirs, the interval becomes
 * half of what yields take beside what other readers take who yield meanwhile: with all of it,
 * readers who yield seldom would keep each other from yielding more often.
 */
final class CommittersFirst {
  static final long SHORTEST_INTERVAL_NANOS = 50_000;
  private static final long LONGEST_INTERVAL_NANOS = 10_000_000;

  /** By which part of itself the interval changes after a yield. */
  private static final int STEPS = 16;

  /** A power of two. Readers who share a place share their turns, too. */
  private static final int PLACES = 64;

  /** Places lie in cache lines of their own. */
  private static final int SPREAD = 16;

  private final LongSupplier clock;
  private final Runnable yield;
  private final int processors;
  private final AtomicInteger committing = new AtomicInteger();

  /** In each place: from when on its reader has kept its processor. */
  private final AtomicLongArray since = new AtomicLongArray(PLACES * SPREAD);

  /** How often readers have yielded. */
  private final AtomicLong yields = new AtomicLong();

  /**
   * How long a reader keeps its processor: half the median of what yields take beside other
   * readers. The mean would be that of the few who wait for milliseconds. As of one reader it would
   * depend on what the others do, and who yields seldom would keep them from yielding. Readers may
   * overwrite each other's change.
   */
  private volatile long intervalNanos = SHORTEST_INTERVAL_NANOS;

  CommittersFirst() {
    this(System::nanoTime, Thread::yield, Runtime.getRuntime().availableProcessors());
  }

  /** With another clock, and another way to yield. */
  CommittersFirst(LongSupplier clock, Runnable yield, int processors) {
    this.clock = clock;
    this.yield = yield;
    this.processors = processors;
    long now = clock.getAsLong();
    for (int place = 0; place < since.length(); place += SPREAD) {
      since.setPlain(place, now);
    }
  }

  /** Somebody has staged a commit. */
  void committerWaits() {
    committing.incrementAndGet();
  }

  /** The commit has come to its end. */
  void committerRuns() {
    committing.decrementAndGet();
  }

  /** The calling thread is about to read; what it holds no committer waits for. */
  void readerRuns() {
    if (committing.getPlain() > 0) {
      yieldWhenDue();
    }
  }

  private void yieldWhenDue() {
    int place = ((int) Thread.currentThread().threadId() & (PLACES - 1)) * SPREAD;
    long begun = clock.getAsLong();
    long interval = intervalNanos;
    if (begun - since.getPlain(place) < interval) {
      return;
    }
    long before = yields.incrementAndGet();
    yield.run();
    long ended = clock.getAsLong();
    since.setPlain(place, ended);
    learn(ended - begun - (yields.get() - before) * interval / processors);
  }

  private void learn(long nanos) {
    long interval = intervalNanos;
    long step = interval / STEPS;
    intervalNanos =
        Math.clamp(
            interval < nanos / 2 ? interval + step : interval - step,
            SHORTEST_INTERVAL_NANOS,
            LONGEST_INTERVAL_NANOS);
  }
}
