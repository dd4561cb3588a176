package org.braiddb.storage.file.concurrency;

import java.util.Arrays;
import java.util.function.IntPredicate;

/**
 * A set of page numbers, all at least 1, in which runs are cheap: a hash table of 64-page bitmaps.
 * Not safe for use by several threads.
 */
public final class PageBitmap {
  private static final int SHIFT = 6;

  /** Which 64 pages a slot is for, plus 1; 0 marks a free slot. */
  private int[] groups = new int[8];

  private long[] bits = new long[8];
  private int used;
  private int lastGroup;
  private int lastSlot;

  /** An empty set. */
  public PageBitmap() {}

  /** Adds a page. */
  public void add(int page) {
    int group = (page >>> SHIFT) + 1;
    int slot = group == lastGroup ? lastSlot : slotFor(group);
    bits[slot] |= 1L << page;
  }

  private int slotFor(int group) {
    int slot = find(group);
    if (groups[slot] == 0) {
      if (++used * 2 > groups.length) {
        grow();
        slot = find(group);
      }
      groups[slot] = group;
    }
    lastGroup = group;
    lastSlot = slot;
    return slot;
  }

  /** The slot of a group, or the free one where it would be. */
  private int find(int group) {
    int mask = groups.length - 1;
    // The upper bits of a product with the golden ratio spread runs of numbers evenly.
    int i = (group * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(mask);
    while (groups[i] != 0 && groups[i] != group) {
      i = (i + 1) & mask;
    }
    return i;
  }

  private void grow() {
    int[] oldGroups = groups;
    long[] oldBits = bits;
    groups = new int[oldGroups.length * 2];
    bits = new long[groups.length];
    for (int i = 0; i < oldGroups.length; i++) {
      if (oldGroups[i] != 0) {
        int slot = find(oldGroups[i]);
        groups[slot] = oldGroups[i];
        bits[slot] = oldBits[i];
      }
    }
    lastGroup = 0;
  }

  /** Whether a page is in the set. */
  public boolean contains(int page) {
    return (bits[find((page >>> SHIFT) + 1)] >>> page & 1) != 0;
  }

  /** Whether a page is in both sets. */
  public boolean intersects(PageBitmap other) {
    PageBitmap small = used <= other.used ? this : other;
    PageBitmap large = small == this ? other : this;
    for (int i = 0; i < small.groups.length; i++) {
      int group = small.groups[i];
      if (group != 0 && (small.bits[i] & large.bits[large.find(group)]) != 0) {
        return true;
      }
    }
    return false;
  }

  /** Adds all pages of another set. */
  public void addAll(PageBitmap other) {
    for (int i = 0; i < other.groups.length; i++) {
      if (other.groups[i] != 0) {
        int slot = slotFor(other.groups[i]); // first: it may replace the arrays
        bits[slot] |= other.bits[i];
      }
    }
  }

  /**
   * Goes through the pages, in no order, until one meets the condition.
   *
   * @return that page, or 0
   */
  public int findFirst(IntPredicate condition) {
    for (int i = 0; i < groups.length; i++) {
      for (long left = bits[i]; left != 0; left &= left - 1) {
        int page = (groups[i] - 1 << SHIFT) + Long.numberOfTrailingZeros(left);
        if (condition.test(page)) {
          return page;
        }
      }
    }
    return 0;
  }

  /** Whether the set is empty. */
  public boolean isEmpty() {
    return used == 0;
  }

  /** How many pages are in the set, by counting. */
  public int size() {
    int size = 0;
    for (long word : bits) {
      size += Long.bitCount(word);
    }
    return size;
  }

  /** The bytes that the set takes in memory, about. */
  public long sizeBytes() {
    return 64 + 12L * groups.length;
  }

  /** Removes all pages. */
  public void clear() {
    if (used > 0) {
      if (groups.length > 1024) {
        groups = new int[8];
        bits = new long[8];
      } else {
        Arrays.fill(groups, 0);
        Arrays.fill(bits, 0);
      }
      used = 0;
      lastGroup = 0;
    }
  }
}
