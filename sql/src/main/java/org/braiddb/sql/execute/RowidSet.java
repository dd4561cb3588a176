package org.braiddb.sql.execute;

import java.util.Arrays;

/** A set of rowids: open addressing, no boxes. */
final class RowidSet {
  private long[] slots = new long[64]; // 0 is free
  private boolean hasZero;
  private int size;

  void clear() {
    if (slots.length > 1 << 12) {
      slots = new long[64];
    } else if (size > 0) {
      Arrays.fill(slots, 0);
    }
    hasZero = false;
    size = 0;
  }

  /** Adds a rowid; false where it was there. */
  boolean add(long rowid) {
    if (rowid == 0) {
      boolean fresh = !hasZero;
      hasZero = true;
      return fresh;
    }
    int mask = slots.length - 1;
    int slot = home(rowid, mask);
    while (slots[slot] != 0) {
      if (slots[slot] == rowid) {
        return false;
      }
      slot = (slot + 1) & mask;
    }
    slots[slot] = rowid;
    if (++size * 2 > slots.length) {
      grow();
    }
    return true;
  }

  private void grow() {
    long[] old = slots;
    slots = new long[old.length * 2];
    int mask = slots.length - 1;
    for (long rowid : old) {
      if (rowid != 0) {
        int slot = home(rowid, mask);
        while (slots[slot] != 0) {
          slot = (slot + 1) & mask;
        }
        slots[slot] = rowid;
      }
    }
  }

  private static int home(long rowid, int mask) {
    long mixed = rowid * 0x9e3779b97f4a7c15L;
    return (int) (mixed >>> 32) & mask;
  }
}
