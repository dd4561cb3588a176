package org.braiddb.storage.file.snapshot;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;

/**
 * A table of open snapshots, entered and left without a lock.
 *
 * <p>S1 holds by mutual visibility: who opens a snapshot first writes its number into a slot and
 * then reads the floor; who computes a horizon first raises the floor and then reads the slots. One
 * of them sees the other, and a snapshot below the floor is given up and taken anew.
 */
public final class OpenSnapshots {
  private static final int SEGMENT_SLOTS = 128;
  private static final int SPREAD = 8;
  private static final long FREE = 0;
  private static final long TAKEN = Long.MAX_VALUE;

  private final AtomicLong floor = new AtomicLong();
  private final AtomicReferenceArray<AtomicLongArray> segments = new AtomicReferenceArray<>(4096);

  /** No snapshot is open. */
  public OpenSnapshots() {
    segments.set(0, newSegment());
  }

  private static AtomicLongArray newSegment() {
    return new AtomicLongArray(SEGMENT_SLOTS * SPREAD);
  }

  /** Reserves a slot, for {@link #open} and {@link #leave}. */
  public int enter() {
    int start = (int) (Thread.currentThread().threadId() * 7) & (SEGMENT_SLOTS - 1);
    for (int segment = 0; ; segment++) {
      AtomicLongArray slots = segmentAt(segment);
      for (int i = 0; i < SEGMENT_SLOTS; i++) {
        int index = ((start + i) & (SEGMENT_SLOTS - 1)) * SPREAD;
        if (slots.getPlain(index) == FREE && slots.compareAndSet(index, FREE, TAKEN)) {
          return segment * SEGMENT_SLOTS * SPREAD + index;
        }
      }
    }
  }

  private AtomicLongArray segmentAt(int index) {
    AtomicLongArray slots = segments.get(index);
    if (slots == null) {
      segments.compareAndSet(index, null, newSegment());
      slots = segments.get(index);
    }
    return slots;
  }

  /**
   * Opens the newest snapshot that {@code newest} gives, in a reserved slot.
   *
   * @param newest gives commit numbers greater than 0 that never fall below an earlier horizon
   */
  public long open(int slot, LongSupplier newest) {
    AtomicLongArray slots = segments.get(slot / (SEGMENT_SLOTS * SPREAD));
    int index = slot % (SEGMENT_SLOTS * SPREAD);
    while (true) {
      long snapshot = newest.getAsLong();
      slots.set(index, snapshot);
      if (floor.get() <= snapshot) {
        return snapshot;
      }
    }
  }

  /** Closes the slot's snapshot and gives the slot back. */
  public void leave(int slot) {
    segments.get(slot / (SEGMENT_SLOTS * SPREAD)).setRelease(slot % (SEGMENT_SLOTS * SPREAD), FREE);
  }

  /**
   * A commit such that no snapshot before it is open or will be opened, as near to {@code visible}
   * as can be.
   *
   * @param visible a commit from which new snapshots are taken from now on
   */
  public long horizon(long visible) {
    floor.accumulateAndGet(visible, Math::max);
    long oldest = visible;
    // Segments are made in order and never go away, so the first that is missing ends them. A count
    // beside them would lag behind a segment that another thread uses already.
    for (int segment = 0; segment < segments.length(); segment++) {
      AtomicLongArray slots = segments.get(segment);
      if (slots == null) {
        break;
      }
      for (int i = 0; i < SEGMENT_SLOTS; i++) {
        long snapshot = slots.get(i * SPREAD);
        if (snapshot != FREE && snapshot < oldest) {
          oldest = snapshot;
        }
      }
    }
    return oldest;
  }
}
