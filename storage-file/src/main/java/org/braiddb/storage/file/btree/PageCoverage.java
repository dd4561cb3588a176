package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.file.page.PageBytes;

/**
 * Checks invariant T4 of one page: that its cells and free blocks do not overlap, and that what
 * neither covers is the counted fragments.
 */
final class PageCoverage {
  private static final int MIN_BLOCK = 4;

  private final int usable;
  private long[] ranges = new long[64];
  private int count;

  PageCoverage(int usable) {
    this.usable = usable;
  }

  /** Adds a range of at least one byte. */
  void add(int start, int size) {
    if (count == ranges.length) {
      ranges = Arrays.copyOf(ranges, 2 * count);
    }
    ranges[count++] = (long) start << 32 | (start + size - 1);
  }

  /**
   * Adds the page's free blocks; false where the page's account of its free space cannot be true.
   */
  boolean addFreeBlocks(byte[] image, int header) {
    int content = NodeLayout.contentStart(image, header);
    int low = content;
    int free = content + (image[header + NodeLayout.FRAGMENTS] & 0xff);
    int block = PageBytes.u16(image, header + NodeLayout.FIRST_FREEBLOCK);
    while (block != 0) {
      if (block < low || block > usable - MIN_BLOCK) {
        return false;
      }
      int size = PageBytes.u16(image, block + 2);
      if (size < MIN_BLOCK || block + size > usable) {
        return false;
      }
      add(block, size);
      free += size;
      low = block + size + MIN_BLOCK; // nearer ones would have been joined
      block = PageBytes.u16(image, block);
    }
    return free >= pointersEnd(image, header) && free <= usable;
  }

  private static int pointersEnd(byte[] image, int header) {
    return NodeLayout.pointers(image, header) + 2 * NodeLayout.cellCount(image, header);
  }

  /** Reports what is wrong with the ranges added, in SQLite's words: without the tree's name. */
  void verify(int page, byte[] image, int header, IntegrityReport report) {
    Arrays.sort(ranges, 0, count);
    int free = 0;
    int previous = NodeLayout.contentStart(image, header) - 1;
    for (int i = 0; i < count; i++) {
      int start = (int) (ranges[i] >>> 32);
      if (previous >= start) {
        report.add("Multiple uses for byte " + start + " of page " + page);
        if (i < count - 1) {
          return; // how much is free cannot be told
        }
        break;
      }
      free += start - previous - 1;
      previous = (int) ranges[i];
    }
    free += usable - previous - 1;
    int counted = image[header + NodeLayout.FRAGMENTS] & 0xff;
    if (free != counted) {
      report.add("Fragmentation of " + free + " bytes reported as " + counted + " on page " + page);
    }
  }
}
