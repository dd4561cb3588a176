package org.braiddb.storage.file.store;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * Counts the open transactions of a store, for the hand-over. Threads count in different cache
 * lines, so that they do not slow each other down.
 *
 * <p>A transaction is taken off the counter that it was put on, whichever thread ends it, so that
 * no counter is ever negative: when all are seen to be zero one after the other, while no new ones
 * are admitted, none is open. Who begins one counts it first and then looks whether it is admitted;
 * who hands over says so first and then looks at the counters. One of them sees the other.
 */
final class OpenTransactions {
  private static final int COUNTERS = 32;
  private static final int SPREAD = 8;

  private final AtomicLongArray counts = new AtomicLongArray(COUNTERS * SPREAD);

  /** Counts one more; the answer is for {@link #ended}. */
  int began() {
    int counter = (int) Thread.currentThread().threadId() & (COUNTERS - 1);
    counts.incrementAndGet(counter * SPREAD);
    return counter;
  }

  /** Counts one less. */
  void ended(int counter) {
    counts.decrementAndGet(counter * SPREAD);
  }

  /** How many there are, as far as can be said while some begin and end. */
  long count() {
    long sum = 0;
    for (int counter = 0; counter < COUNTERS; counter++) {
      sum += counts.get(counter * SPREAD);
    }
    return sum;
  }
}
