package org.braiddb.storage.mvcc;

import java.util.Arrays;
import org.braiddb.storage.file.concurrency.PageBitmap;

/**
 * Which commit touched a page last. Safe for use by any thread; asked under the writer lock.
 *
 * <p>Open addressing, page 0 marks a free slot. Where it is full, pages that no open snapshot can
 * ask for are dropped; where it has grown to its budget, so are the older half of the commits, and
 * {@link #floor()} rises.
 */
final class TouchedPages {
  private static final int FIRST_CAPACITY = 64;
  private static final int SLOT_BYTES = 12;

  private final int maximumCapacity;
  private int[] pages = new int[FIRST_CAPACITY];
  private long[] commits = new long[FIRST_CAPACITY];
  private int used;
  private long floor;
  private long newest;

  TouchedPages(long budgetBytes) {
    maximumCapacity =
        Integer.highestOneBit((int) Math.clamp(budgetBytes / SLOT_BYTES, FIRST_CAPACITY, 1 << 26));
  }

  /** What is asked of an older snapshot is not known. */
  synchronized long floor() {
    return floor;
  }

  /** Whether there is no room for a page more without {@link #makeRoom}. */
  synchronized boolean isFull() {
    return used * 2 >= pages.length;
  }

  /** Notes that a commit, not older than any noted before, touched the page. */
  synchronized void touched(int page, long commit) {
    newest = commit;
    int slot = slot(page);
    if (pages[slot] == 0) {
      pages[slot] = page;
      used++;
    }
    commits[slot] = commit;
  }

  /** Whether a commit after {@code snapshot}, which is not below the floor, touched the page. */
  synchronized boolean touchedSince(int page, long snapshot) {
    int slot = slot(page);
    return pages[slot] != 0 && commits[slot] > snapshot;
  }

  /** One of the pages that a commit after {@code snapshot} touched; 0 for none. */
  synchronized int findTouchedSince(PageBitmap asked, long snapshot) {
    return newest <= snapshot ? 0 : asked.findFirst(page -> touchedSince(page, snapshot));
  }

  /** The commit that touched the page last; 0 where that is not known. */
  synchronized long lastTouch(int page) {
    int slot = slot(page);
    return pages[slot] == 0 ? 0 : commits[slot];
  }

  /** Commits were taken back. */
  synchronized void takeBack(VoidCommits gone) {
    Arrays.setAll(commits, i -> gone.map(commits[i]));
    newest = gone.map(newest);
  }

  private int slot(int page) {
    int mask = pages.length - 1;
    int slot = (page * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(mask);
    while (pages[slot] != 0 && pages[slot] != page) {
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  /**
   * Forgets what nobody can ask for, then grows, then forgets the oldest.
   *
   * @param horizon no snapshot before this commit is open
   */
  synchronized void makeRoom(long horizon) {
    rebuild(pages.length, horizon);
    if (used * 4 < pages.length) {
      return;
    }
    if (pages.length < maximumCapacity) {
      rebuild(pages.length * 2, horizon);
      return;
    }
    while (isFull()) {
      floor = Math.max(floor, horizon);
      floor += Math.max(1, (newest - floor) / 2);
      rebuild(pages.length, floor);
    }
  }

  private void rebuild(int capacity, long dropThrough) {
    int[] oldPages = pages;
    long[] oldCommits = commits;
    pages = new int[capacity];
    commits = new long[capacity];
    used = 0;
    for (int i = 0; i < oldPages.length; i++) {
      if (oldPages[i] != 0 && oldCommits[i] > dropThrough) {
        int slot = slot(oldPages[i]);
        pages[slot] = oldPages[i];
        commits[slot] = oldCommits[i];
        used++;
      }
    }
  }
}
