package org.braiddb.storage.mvcc;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Changes of rowids that came in no order: a hash table with open addressing. */
final class RowidTable {
  private static final int FIRST_CAPACITY = 4;

  /** State of a slot whose rowid was used and is {@link NetChange#NONE} again. */
  private static final byte UNKNOWN = 8;

  private long[] rowids = new long[FIRST_CAPACITY];
  private byte[] states = new byte[FIRST_CAPACITY];
  private int used;

  /** The rowids, ascending; null where they are not known. */
  private long @Nullable [] sorted;

  /** How many rowids there are. */
  int size() {
    return used;
  }

  long sizeBytes() {
    return 9L * rowids.length;
  }

  boolean has(long rowid) {
    return used > 0 && states[slot(rowid)] != 0;
  }

  /** The change of a rowid, {@link NetChange#NONE} where it is not there, too. */
  byte get(long rowid) {
    byte state = used == 0 ? NetChange.NONE : states[slot(rowid)];
    return state == UNKNOWN ? NetChange.NONE : state;
  }

  /** Sets the change of a rowid, which is there from now on, even with no change. */
  void put(long rowid, byte state) {
    int slot = slot(rowid);
    if (states[slot] == 0) {
      sorted = null;
      if (++used * 2 > rowids.length) {
        grow();
        slot = slot(rowid);
      }
      rowids[slot] = rowid;
    }
    states[slot] = state == NetChange.NONE ? UNKNOWN : state;
  }

  private int slot(long rowid) {
    int mask = rowids.length - 1;
    int slot = (int) ((rowid * 0x9e3779b97f4a7c15L) >>> Long.numberOfLeadingZeros(mask));
    while (states[slot] != 0 && rowids[slot] != rowid) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  private void grow() {
    long[] oldRowids = rowids;
    byte[] oldStates = states;
    rowids = new long[oldRowids.length * 2];
    states = new byte[oldStates.length * 2];
    for (int i = 0; i < oldRowids.length; i++) {
      if (oldStates[i] != 0) {
        int slot = slot(oldRowids[i]);
        rowids[slot] = oldRowids[i];
        states[slot] = oldStates[i];
      }
    }
  }

  boolean hasChange() {
    for (byte state : states) {
      if (state != UNKNOWN && NetChange.isChange(state)) {
        return true;
      }
    }
    return false;
  }

  /** The largest rowid that is there now, of those changed; the least possible where none is. */
  long largestPresent() {
    long largest = Long.MIN_VALUE;
    for (int i = 0; i < rowids.length; i++) {
      if (states[i] != UNKNOWN && NetChange.now(states[i])) {
        largest = Math.max(largest, rowids[i]);
      }
    }
    return largest;
  }

  /** All rowids, ascending, those without a change among them; not to be changed. */
  long[] sorted() {
    long[] known = sorted;
    if (known == null) {
      known = new long[used];
      int count = 0;
      for (int i = 0; i < rowids.length; i++) {
        if (states[i] != 0) {
          known[count++] = rowids[i];
        }
      }
      Arrays.sort(known);
      sorted = known;
    }
    return known;
  }
}
