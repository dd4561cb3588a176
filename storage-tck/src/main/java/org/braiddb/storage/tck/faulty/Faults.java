package org.braiddb.storage.tck.faulty;

import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.braiddb.storage.StorageIOException;

/**
 * Decides which calls fail. With one thread the same seed fails the same calls. Safe for use by any
 * thread.
 */
public final class Faults {
  private volatile Random random;
  private volatile double probability;
  private final AtomicLong failed = new AtomicLong();
  private volatile boolean enabled = true;
  private volatile boolean heapFull;

  /**
   * Fails each call with this probability.
   *
   * @param seed to be printed by the test, so that it can be repeated
   * @param probability from 0 to 1
   */
  public Faults(long seed, double probability) {
    this.random = new Random(seed);
    this.probability = probability;
  }

  /** Starts over with another seed and probability. */
  public void restart(long seed, double newProbability) {
    random = new Random(seed);
    probability = newProbability;
  }

  /** Switches failing on and off: off while a test sets up and while it looks at the outcome. */
  public void setEnabled(boolean enabled) {
    this.enabled = enabled;
  }

  /**
   * Chooses how calls fail.
   *
   * @param heapFull whether with an {@link OutOfMemoryError}, instead of a {@link
   *     StorageIOException} as in the beginning
   */
  public void setHeapFull(boolean heapFull) {
    this.heapFull = heapFull;
  }

  /** How many calls have failed. */
  public long failed() {
    return failed.get();
  }

  /** Fails now and then, before the call has done anything. */
  void mayFail(String call) {
    if (enabled && random.nextDouble() < probability) {
      String failure = "injected failure " + failed.incrementAndGet() + " in " + call;
      if (heapFull) {
        throw new OutOfMemoryError(failure);
      }
      throw new StorageIOException("disk I/O error: " + failure, null);
    }
  }

  /** Fails now and then if it is for want of memory. */
  void mayFillHeap(String call) {
    if (heapFull) {
      mayFail(call);
    }
  }
}
