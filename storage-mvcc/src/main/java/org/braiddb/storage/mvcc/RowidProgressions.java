package org.braiddb.storage.mvcc;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;

/**
 * Changes of rowids that came in ascending order, as arithmetic progressions: neighbours, every
 * second row and the like are the bounds and a step, however many they are, and of rowids without
 * any order of their own at least two go together.
 */
final class RowidProgressions {
  private static final int FIRST_CAPACITY = 2;
  private static final int PROGRESSION_BYTES = 25;

  private long[] firsts = new long[FIRST_CAPACITY];
  private long[] lasts = new long[FIRST_CAPACITY];

  /** From one rowid to the next; 1 where there is one only, which may take any step. */
  private long[] steps = new long[FIRST_CAPACITY];

  private byte[] states = new byte[FIRST_CAPACITY];
  private int progressions;
  private long size;

  /** Where a rowid was found last: that of the next is mostly the same, or the one behind. */
  private int found;

  /** How many rowids there are. */
  long size() {
    return size;
  }

  long sizeBytes() {
    return (long) PROGRESSION_BYTES * firsts.length;
  }

  /** The last rowid; the least possible where there is none. */
  long last() {
    return progressions == 0 ? Long.MIN_VALUE : lasts[progressions - 1];
  }

  /** Whether a rowid would be the last one. */
  boolean endsBefore(long rowid) {
    return progressions == 0 || lasts[progressions - 1] < rowid;
  }

  /** Whether a rowid, which is behind all others, is the next of the last progression. */
  boolean goesOnWith(long rowid, byte state) {
    int last = progressions - 1;
    return last >= 0
        && lasts[last] < rowid
        && rowid - lasts[last] == steps[last]
        && states[last] == state
        && rowid - firsts[last] > 0; // else too far to be counted
  }

  /** Adds a rowid behind all others. */
  void add(long rowid, byte state) {
    int last = progressions - 1;
    if (goesOnWith(rowid, state)) {
      lasts[last] = rowid;
    } else if (last >= 0
        && firsts[last] == lasts[last]
        && states[last] == state
        && rowid - firsts[last] > 0) {
      lasts[last] = rowid;
      steps[last] = rowid - firsts[last];
    } else {
      begin(rowid, state);
    }
    size++;
  }

  private void begin(long rowid, byte state) {
    if (progressions == firsts.length) {
      int capacity = 2 * progressions;
      firsts = Arrays.copyOf(firsts, capacity);
      lasts = Arrays.copyOf(lasts, capacity);
      steps = Arrays.copyOf(steps, capacity);
      states = Arrays.copyOf(states, capacity);
    }
    firsts[progressions] = rowid;
    lasts[progressions] = rowid;
    steps[progressions] = 1;
    states[progressions++] = state;
  }

  /** Takes all but the first rowids out, the last one first, and names each. */
  void shrinkTo(long newSize, LongConsumer removed) {
    while (size > newSize) {
      int last = progressions - 1;
      removed.accept(lasts[last]);
      size--;
      if (firsts[last] == lasts[last]) {
        progressions--;
      } else {
        lasts[last] -= steps[last];
        if (firsts[last] == lasts[last]) {
          steps[last] = 1;
        }
      }
    }
  }

  void clear() {
    progressions = 0;
    size = 0;
  }

  /** The change of a rowid, or {@link NetChange#NONE}. */
  byte get(long rowid) {
    if (endsBefore(rowid) || rowid < firsts[0]) {
      return NetChange.NONE;
    }
    int at = lastFrom(rowid);
    return rowid <= lasts[at] && (rowid - firsts[at]) % steps[at] == 0
        ? states[at]
        : NetChange.NONE;
  }

  /** The last progression that begins at or before a rowid; the first begins there. */
  private int lastFrom(long rowid) {
    int at = Math.min(found, progressions - 1);
    if (firsts[at] <= rowid) {
      if (at + 1 == progressions || rowid < firsts[at + 1]) {
        return at;
      }
      if (at + 2 == progressions || rowid < firsts[at + 2]) {
        found = at + 1;
        return found;
      }
    }
    int place = Arrays.binarySearch(firsts, 0, progressions, rowid);
    found = place < 0 ? ~place - 1 : place;
    return found;
  }

  /** The largest rowid that is there now and passes a test; the least possible where none does. */
  long largestPresent(LongPredicate test) {
    for (int i = progressions - 1; i >= 0; i--) {
      if (NetChange.now(states[i])) {
        long rowid = lasts[i];
        boolean found = test.test(rowid);
        while (!found && rowid != firsts[i]) {
          rowid -= steps[i];
          found = test.test(rowid);
        }
        if (found) {
          return rowid;
        }
      }
    }
    return Long.MIN_VALUE;
  }

  /**
   * The changes in ranges, ascending: neighbours come as one, any other rowid alone. The place is
   * the range of the first rowid from {@code from} on.
   */
  Ranges rangesFrom(long from) {
    return new Ranges(from);
  }

  /** A place among the ranges. */
  final class Ranges {
    private int progression;
    private long low;
    private long high;

    private Ranges(long from) {
      if (progressions > 0 && from > firsts[0]) {
        progression = lastFrom(from);
        enter();
        passThrough(from - 1);
      } else {
        enter();
      }
    }

    private void enter() {
      if (isPresent()) {
        low = firsts[progression];
        high = steps[progression] == 1 ? lasts[progression] : low;
      }
    }

    /** Whether there is a range: the place is not behind the last. */
    boolean isPresent() {
      return progression < progressions;
    }

    long low() {
      return low;
    }

    long high() {
      return high;
    }

    byte state() {
      return states[progression];
    }

    /** Goes on to what is behind a rowid. */
    void passThrough(long rowid) {
      while (isPresent() && lasts[progression] <= rowid) {
        progression++;
        enter();
      }
      if (isPresent() && low <= rowid) {
        long step = steps[progression];
        low += ((rowid - low) / step + 1) * step;
        high = step == 1 ? lasts[progression] : low;
      }
    }
  }
}
