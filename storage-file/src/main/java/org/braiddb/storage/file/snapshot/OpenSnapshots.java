package org.braiddb.storage.file.snapshot;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongSupplier;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Facets.OpenSnapshot;
import org.jspecify.annotations.Nullable;

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

  /** Where, beside a snapshot, the time is since when it is open; 0 where nobody said. */
  private static final int SINCE = 1;

  private static final long FREE = 0;
  private static final long TAKEN = Long.MAX_VALUE;

  private final AtomicLong floor = new AtomicLong();
  private final AtomicReferenceArray<AtomicLongArray> segments = new AtomicReferenceArray<>(4096);

  /** Whose they are, at the same indexes; a segment's owners are there before the segment. */
  private final AtomicReferenceArray<AtomicReferenceArray<@Nullable CallLimits>> owners =
      new AtomicReferenceArray<>(4096);

  /** No snapshot is open. */
  public OpenSnapshots() {
    owners.set(0, newOwners());
    segments.set(0, newSegment());
  }

  private static AtomicReferenceArray<@Nullable CallLimits> newOwners() {
    return new AtomicReferenceArray<>(SEGMENT_SLOTS * SPREAD);
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
      owners.compareAndSet(index, null, newOwners());
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

  /** Says whose the snapshot in a slot is, and that it is open from now on; for {@link #list}. */
  public void own(int slot, CallLimits owner) {
    int segment = slot / (SEGMENT_SLOTS * SPREAD);
    int index = slot % (SEGMENT_SLOTS * SPREAD);
    AtomicReferenceArray<@Nullable CallLimits> all = owners.get(segment);
    if (all.getPlain(index) != owner) { // mostly it was the last one's, too
      all.setPlain(index, owner);
    }
    segments.get(segment).setRelease(index + SINCE, System.nanoTime());
  }

  /**
   * The snapshots that have an owner, oldest commit first: as they are at some moment during the
   * call, each for itself.
   */
  public List<OpenSnapshot> list() {
    List<OpenSnapshot> found = new ArrayList<>();
    long now = System.nanoTime();
    for (int segment = 0; segment < segments.length(); segment++) {
      AtomicLongArray slots = segments.get(segment);
      if (slots == null) {
        break;
      }
      for (int i = 0; i < SEGMENT_SLOTS * SPREAD; i += SPREAD) {
        long snapshot = slots.get(i);
        long since = slots.get(i + SINCE);
        CallLimits owner = owners.get(segment).get(i);
        boolean same = slots.get(i) == snapshot && slots.get(i + SINCE) == since;
        if (snapshot != FREE && snapshot != TAKEN && since != FREE && owner != null && same) {
          Duration age = Duration.ofNanos(Math.max(0, now - since));
          found.add(new OpenSnapshot(snapshot, age, owner.owner()));
        }
      }
    }
    found.sort(Comparator.comparingLong(OpenSnapshot::commit));
    return found;
  }

  /** Closes the slot's snapshot and gives the slot back. */
  public void leave(int slot) {
    AtomicLongArray slots = segments.get(slot / (SEGMENT_SLOTS * SPREAD));
    int index = slot % (SEGMENT_SLOTS * SPREAD);
    slots.setPlain(index + SINCE, FREE);
    slots.setRelease(index, FREE);
  }

  /**
   * A commit such that no snapshot before it is open or will be opened, as near to {@code visible}
   * as can be.
   *
   * @param visible a commit from which new snapshots are taken from now on
   */
  public long horizon(long visible) {
    OldestSnapshots oldest = new OldestSnapshots();
    findOldest(visible, oldest);
    return oldest.commit(0);
  }

  /**
   * Finds the oldest of the commits that snapshots see, the open ones and those still to come (S2).
   *
   * @param visible as for {@link #horizon}
   */
  public void findOldest(long visible, OldestSnapshots oldest) {
    floor.accumulateAndGet(visible, Math::max);
    oldest.begin(visible);
    // Segments are made in order and never go away, so the first that is missing ends them. A count
    // beside them would lag behind a segment that another thread uses already.
    for (int segment = 0; segment < segments.length(); segment++) {
      AtomicLongArray slots = segments.get(segment);
      if (slots == null) {
        break;
      }
      for (int i = 0; i < SEGMENT_SLOTS; i++) {
        long snapshot = slots.get(i * SPREAD);
        if (snapshot != FREE) {
          oldest.add(snapshot);
        }
      }
    }
  }
}
