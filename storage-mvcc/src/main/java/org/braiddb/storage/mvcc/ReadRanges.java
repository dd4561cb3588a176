package org.braiddb.storage.mvcc;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;

/**
 * The ranges of one tree's keys that a serializable transaction has read, misses included:
 * disjoint, bounds belong to them. Never taken back: what was read was read.
 */
final class ReadRanges {
  private static final int ENTRY_BYTES = 56;

  private final KeyOrdering ordering;
  private final TreeMap<Object, Object> ranges;
  private boolean everything;
  private long rangeBytes;

  ReadRanges(KeyOrdering ordering) {
    this.ordering = ordering;
    this.ranges = new TreeMap<>(ordering);
  }

  /** Whether the whole tree was read, or the ranges were too many to keep. */
  boolean isEverything() {
    return everything;
  }

  void becomeEverything() {
    everything = true;
    ranges.clear();
    rangeBytes = 0;
  }

  boolean isEmpty() {
    return !everything && ranges.isEmpty();
  }

  long sizeBytes() {
    return rangeBytes;
  }

  /** Adds a range, joining those that it meets. */
  void add(Object low, Object high) {
    if (everything) {
      return;
    }
    Object from = low;
    Object to = high;
    Map.Entry<Object, Object> before = ranges.floorEntry(low);
    if (before != null && ordering.compare(before.getValue(), low) >= 0) {
      if (ordering.compare(before.getValue(), high) >= 0) {
        return;
      }
      from = before.getKey();
    }
    Map.Entry<Object, Object> met = ranges.ceilingEntry(from);
    while (met != null && ordering.compare(met.getKey(), to) <= 0) {
      if (ordering.compare(met.getValue(), to) > 0) {
        to = met.getValue();
      }
      ranges.remove(met.getKey());
      rangeBytes -= size(met.getKey(), met.getValue());
      met = ranges.ceilingEntry(from);
    }
    ranges.put(from, to);
    rangeBytes += size(from, to);
  }

  private static long size(Object low, Object high) {
    return ENTRY_BYTES + KeyMaker.sizeBytes(low) + KeyMaker.sizeBytes(high);
  }

  /** Gives each range. */
  void forEach(BiConsumer<Object, Object> visitor) {
    ranges.forEach(visitor);
  }
}
