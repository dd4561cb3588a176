package org.braiddb.storage.file.transaction;

import java.util.Arrays;

/** A set of page numbers: open addressing, 0 marks a free slot. */
final class PageSet {
  private int[] slots = new int[16];
  private int size;

  /** Adds a page; false where it was there. */
  boolean add(int page) {
    if (contains(page)) {
      return false;
    }
    if (++size * 2 > slots.length) {
      int[] old = slots;
      slots = new int[old.length * 2];
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
    if (size == 0 || !contains(page)) {
      return;
    }
    // Rare, and the sets are small: rebuild without it.
    int[] old = slots;
    slots = new int[old.length];
    for (int present : old) {
      if (present != 0 && present != page) {
        insert(present);
      }
    }
    size--;
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
