package org.braiddb.storage.file.page;

import org.braiddb.storage.record.RecordComparator;

/**
 * Remembers in which cell of their leaf keys of indexes are, and about where in the page that cell
 * is: a search then waits for the memory of a leaf once, instead of once for every few steps of a
 * bisection. And the rowid of the entry: its row can be looked for before the entry is.
 *
 * <p>It may be wrong: pages change, keys with the same hash share a place, and nobody says that a
 * key is gone. So whoever asks looks at the cell, and at the one before it, and believes these.
 * Since nothing depends on it, threads read and write it without agreement, and it forgets what
 * does not fit. It begins small and grows as its places are used up.
 *
 * <pre>
 *  a place:  bits 32-63  rowid, 0 for one that does not fit
 *            bits 20-31  a 16th of the offset of the cell in its page, never 0
 *            bits 10-19  some bits of the hash
 *            bits  0-9   number of the cell
 * </pre>
 *
 * <p>A key is in one of {@link #WAYS} places beside each other, in one line of the processor's
 * cache.
 */
public final class KeyPlaces {
  /** The hash of what is not remembered. */
  public static final long NO_HASH = 0;

  /** What stands for a rowid that is not remembered. */
  public static final long NO_ROWID = 0;

  /** What {@link #find} gives for a key of which nothing is known. */
  public static final long UNKNOWN = 0;

  private static final int ROWID_SHIFT = 32;
  private static final int OFFSET_SHIFT = 20;
  private static final int OFFSET_UNIT_SHIFT = 4;
  private static final int TAG_SHIFT = 10;
  private static final int MOST_CELLS = 1 << TAG_SHIFT;
  private static final int TAG_MASK = (1 << OFFSET_SHIFT) - MOST_CELLS;

  private static final int WAYS = 4;

  /** The bits of a hash that say which of the ways is given up where all are taken. */
  private static final int LOSER_SHIFT = 48;

  /** It grows when keys found no room, one for so many places. */
  private static final int PLACES_FOR_A_LOSS = 4;

  /** Longer keys take longer to hash than to be compared with a few others. */
  private static final int LONGEST_KEY = 64;

  private static final int LEAST_PLACES = 1 << 8;
  private static final int MOST_PLACES = 1 << 27;
  private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;
  private static final long[] NONE = {};

  private volatile long[] places = NONE;
  private volatile int mostPlaces;
  private int lost;

  /** Remembers nothing before a limit is set. */
  public KeyPlaces() {}

  /** Lets it take so many bytes. */
  public void limit(long bytes) {
    int most = Integer.highestOneBit((int) Math.clamp(bytes / Long.BYTES, 0, MOST_PLACES));
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
  public long find(long hash) {
    long[] present = places;
    if (present.length == 0) {
      return UNKNOWN;
    }
    int first = first(hash, present);
    for (int way = 0; way < WAYS; way++) {
      long place = present[first ^ way];
      if (isOf(hash, place)) {
        return place;
      }
    }
    return UNKNOWN;
  }

  /** Remembers where a key is, if need be in place of another. */
  public void learn(long hash, int cell, int offset, long rowid) {
    put(hash, cell, offset, rowid, true);
  }

  /**
   * Remembers where a key is if there is room for it.
   *
   * @return false where there is none, and will be none
   */
  public boolean offer(long hash, int cell, int offset, long rowid) {
    return put(hash, cell, offset, rowid, false) || places.length < mostPlaces;
  }

  private boolean put(long hash, int cell, int offset, long rowid, boolean replaces) {
    long[] present = places;
    if (lost >= present.length / PLACES_FOR_A_LOSS) {
      present = grow(present);
    }
    if (present.length == 0 || cell >= MOST_CELLS) {
      return false;
    }
    int first = first(hash, present);
    int way = 0;
    while (way < WAYS && !isFreeFor(hash, present[first ^ way])) {
      way++;
    }
    if (way == WAYS) {
      lost++;
      if (!replaces) {
        return false;
      }
      way = (int) (hash >>> LOSER_SHIFT) & WAYS - 1;
    }
    present[first ^ way] = place(hash, cell, offset, rowid);
    return true;
  }

  private static long place(long hash, int cell, int offset, long rowid) {
    long known = rowid == (int) rowid ? rowid << ROWID_SHIFT : NO_ROWID;
    return known | (long) (offset >>> OFFSET_UNIT_SHIFT) << OFFSET_SHIFT | tag(hash) | cell;
  }

  /** Makes room where there may be more; what was known is learned again. */
  private long[] grow(long[] present) {
    lost = 0;
    int most = mostPlaces;
    if (present.length >= most) {
      return present;
    }
    long[] larger = new long[Math.min(Math.max(2 * present.length, LEAST_PLACES), most)];
    places = larger;
    return larger;
  }

  /** The number of the cell. */
  public static int cell(long place) {
    return (int) place & MOST_CELLS - 1;
  }

  /** About where the cell is in its page: it begins at most 15 bytes later. */
  public static int offset(long place) {
    return (int) place >>> OFFSET_SHIFT << OFFSET_UNIT_SHIFT;
  }

  /** The rowid in the entry, or {@link #NO_ROWID}. */
  public static long rowid(long place) {
    return place >> ROWID_SHIFT;
  }

  private static int first(long hash, long[] places) {
    return (int) hash & places.length - 1;
  }

  private static int tag(long hash) {
    return (int) (hash >>> 32) & TAG_MASK;
  }

  private static boolean isOf(long hash, long place) {
    return ((int) place & TAG_MASK) == tag(hash) && place != UNKNOWN;
  }

  private static boolean isFreeFor(long hash, long place) {
    return place == UNKNOWN || isOf(hash, place);
  }
}
