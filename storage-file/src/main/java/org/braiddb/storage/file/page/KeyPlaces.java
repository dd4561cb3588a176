package org.braiddb.storage.file.page;

import org.braiddb.storage.record.RecordComparator;

/**
 * Remembers in which cell of their leaf keys of indexes are, and where in the page that cell is: a
 * search then waits for the memory of a leaf once, instead of once for every few steps of a
 * bisection.
 *
 * <p>It may be wrong: pages change, keys with the same hash share a place, and nobody says that a
 * key is gone. So whoever asks looks at the cell, and at the one before it, and believes these.
 * Since nothing depends on it, threads read and write it without agreement, and it forgets what
 * does not fit. It begins small and grows as its places are used up.
 *
 * <pre>
 *  a place:  bits 16-31  offset of the cell in its page, never 0
 *            bits 10-15  some bits of the hash
 *            bits  0-9   number of the cell
 * </pre>
 */
public final class KeyPlaces {
  /** The hash of what is not remembered. */
  public static final long NO_HASH = 0;

  /** What {@link #find} gives for a key of which nothing is known. */
  public static final int UNKNOWN = 0;

  private static final int OFFSET_SHIFT = 16;
  private static final int TAG_SHIFT = 10;
  private static final int MOST_CELLS = 1 << TAG_SHIFT;
  private static final int TAG_MASK = (1 << OFFSET_SHIFT) - MOST_CELLS;

  /** Longer keys take longer to hash than to be compared with a few others. */
  private static final int LONGEST_KEY = 64;

  private static final int LEAST_PLACES = 1 << 8;
  private static final int MOST_PLACES = 1 << 28;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final int[] NONE = {};

  private volatile int[] places = NONE;
  private volatile int mostPlaces;
  private int lost;

  /** Remembers nothing before a limit is set. */
  public KeyPlaces() {}

  /** Lets it take so many bytes. */
  public void limit(long bytes) {
    int most = Integer.highestOneBit((int) Math.clamp(bytes / Integer.BYTES, 0, MOST_PLACES));
    mostPlaces = most < LEAST_PLACES ? 0 : most;
    if (places.length > most) {
      places = NONE;
    }
  }

  /** The hash of a TEXT key of the index with the given root. */
  public static long hash(int root, byte[] bytes, int offset, int length) {
    if (length > LONGEST_KEY) {
      return NO_HASH;
    }
    long hash = root * MULTIPLIER + length;
    for (int i = 0; i < length; i += Long.BYTES) {
      long eight = RecordComparator.beginning(bytes, offset + i, length - i);
      hash = (hash ^ eight) * MULTIPLIER;
      hash ^= hash >>> 32;
    }
    return hash;
  }

  /** The hash of an INTEGER key of the index with the given root. */
  public static long hash(int root, long key) {
    long hash = (root * MULTIPLIER ^ key) * MULTIPLIER;
    return hash ^ hash >>> 32;
  }

  /** Where a key was last, or {@link #UNKNOWN}. */
  public int find(long hash) {
    int[] present = places;
    if (present.length == 0) {
      return UNKNOWN;
    }
    int first = first(hash, present);
    int place = present[first];
    if (!isOf(hash, place)) {
      place = present[first ^ 1];
    }
    return isOf(hash, place) ? place : UNKNOWN;
  }

  /** Remembers where a key is. */
  public void learn(long hash, int cell, int offset) {
    int[] present = places;
    if (lost >= present.length) {
      present = grow(present);
    }
    if (present.length == 0 || cell >= MOST_CELLS) {
      return;
    }
    int at = first(hash, present);
    if (!isFreeFor(hash, present[at])) {
      at ^= 1;
      if (!isFreeFor(hash, present[at])) {
        lost++;
      }
    }
    present[at] = offset << OFFSET_SHIFT | tag(hash) | cell;
  }

  /** Makes room where there may be more; what was known is learned again. */
  private int[] grow(int[] present) {
    lost = 0;
    int most = mostPlaces;
    if (present.length >= most) {
      return present;
    }
    int[] larger = new int[Math.min(Math.max(2 * present.length, LEAST_PLACES), most)];
    places = larger;
    return larger;
  }

  /** The number of the cell. */
  public static int cell(int place) {
    return place & MOST_CELLS - 1;
  }

  /** Where the cell is in its page. */
  public static int offset(int place) {
    return place >>> OFFSET_SHIFT;
  }

  private static int first(long hash, int[] places) {
    return (int) hash & places.length - 1;
  }

  private static int tag(long hash) {
    return (int) (hash >>> 48) & TAG_MASK;
  }

  private static boolean isOf(long hash, int place) {
    return (place & TAG_MASK) == tag(hash) && place != UNKNOWN;
  }

  private static boolean isFreeFor(long hash, int place) {
    return place == UNKNOWN || isOf(hash, place);
  }
}
