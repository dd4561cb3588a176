package org.braiddb.storage.file.transaction;

import java.util.Arrays;

/** A set of page numbers: open addressing, 0 marks a free slot. */
final class PageSet {
  private static final int FIRST_CAPACITY = 8;

  /** The slots of a set that never had a page; not to be written into. */
  private static final int[] NONE = new int[2];

  private int[] slots = NONE;
  private int size;

  /** Adds a page; false where it was there. */
  boolean add(int page) {
    if (contains(page)) {
      return false;
    }
    if (++size * 2 > slots.length || slots == NONE) {
      int[] old = slots;
      slots = new int[Math.max(FIRST_CAPACITY, old.length * 2)];
      for (int present : old) {
        if (present != 0) {
          insert(present);
        }
      }
    }
    insert(page);
    return true;
  }

  private void insert(int page) {
    int mask = slots.length - 1;
    int i = home(page, mask);
    while (slots[i] != 0) {
      i = (i + 1) & mask;
    }
    slots[i] = page;
  }

  boolean contains(int page) {
    int mask = slots.length - 1;
    for (int i = home(page, mask); slots[i] != 0; i = (i + 1) & mask) {
      if (slots[i] == page) {
        return true;
      }
    }
    return false;
  }

  private static int home(int page, int mask) {
    // The upper bits of a product with the golden ratio spread runs of page numbers evenly.
    return (page * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(mask);
  }

  /** Removes a page, if it is there. */
  void remove(int page) {
    int mask = slots.length - 1;
    int hole = home(page, mask);
    while (slots[hole] != page) {
      if (slots[hole] == 0) {
        return;
      }
      hole = (hole + 1) & mask;
    }
    size--;
    // Moves later entries of the probe sequence back, so that no tombstones are needed.
    for (int next = (hole + 1) & mask; slots[next] != 0; next = (next + 1) & mask) {
      int home = home(slots[next], mask);
      if (((next - home) & mask) >= ((next - hole) & mask)) {
        slots[hole] = slots[next];
        hole = next;
      }
    }
    slots[hole] = 0;
  }

  boolean isEmpty() {
    return size == 0;
  }

  void clear() {
    if (size > 0) {
      Arrays.fill(slots, 0);
      size = 0;
    }
  }
}
