package org.braiddb.storage.pagelock;

import java.util.Arrays;
import java.util.function.LongSupplier;
import org.braiddb.storage.file.concurrency.PageBitmap;

/**
 * The last commit that changed each page, for commits after the floor (L2): a hash table without
 * boxes. Safe for use by any thread; all but taking back happens under the writer lock anyway.
 *
 * <p>What no open snapshot can ask for is dropped when the table fills up. Where that does not make
 * room within the budget, the older half goes, and the floor rises.
 */
final class PageHistory {
  private static final int BYTES_PER_SLOT = Integer.BYTES + Long.BYTES;
  private static final int LEAST_SLOTS = 64;

  private final LongSupplier horizon;
  private final int maximumSlots;

  /** Page numbers; 0 marks a free slot. */
  private int[] pages = new int[LEAST_SLOTS];

  private long[] commits = new long[LEAST_SLOTS];
  private int used;
  private long floor;

  /**
   * An empty history.
   *
   * @param floor a commit that no later snapshot is older than
   * @param budgetBytes the most that it takes in memory, about
   * @param horizon gives a commit that no open or later snapshot is older than
   */
  PageHistory(long floor, long budgetBytes, LongSupplier horizon) {
    this.floor = floor;
    this.horizon = horizon;
    int slots = (int) Math.clamp(budgetBytes / BYTES_PER_SLOT, LEAST_SLOTS, 1 << 28);
    this.maximumSlots = Integer.highestOneBit(slots);
  }

  /** Commits up to this one may have been forgotten. */
  synchronized long floor() {
    return floor;
  }

  /** The last commit that changed a page, or 0 where there is none after the floor. */
  synchronized long lastChange(int page) {
    return commits[find(page)];
  }

  /** A page of a set that a commit after a snapshot has changed, or 0. */
  synchronized int changedAfter(long snapshot, PageBitmap set) {
    if (set.sizeBytes() > (long) pages.length * BYTES_PER_SLOT) {
      for (int i = 0; i < pages.length; i++) {
        if (commits[i] > snapshot && set.contains(pages[i])) {
          return pages[i];
        }
      }
      return 0;
    }
    return set.findFirst(page -> commits[find(page)] > snapshot);
  }

  /** How many pages it knows of. */
  synchronized int size() {
    return used;
  }

  /** Records a commit that was staged. */
  synchronized void record(long commit, int[] written, PageBitmap touched) {
    for (int page : written) {
      put(page, commit);
    }
    touched.findFirst(page -> {
      put(page, commit);
      return false;
    });
  }

  private void put(int page, long commit) {
    int slot = find(page);
    if (pages[slot] == 0) {
      if ((used + 1) * 2 > pages.length) {
        makeRoom();
        slot = find(page);
      }
      pages[slot] = page;
      used++;
    }
    commits[slot] = Math.max(commits[slot], commit);
  }

  private int find(int page) {
    int mask = pages.length - 1;
    // The upper bits of a product with the golden ratio spread runs of page numbers evenly.
    int i = (page * 0x9e3779b9) >>> Integer.numberOfLeadingZeros(mask);
    while (pages[i] != 0 && pages[i] != page) {
      i = (i + 1) & mask;
    }
    return i;
  }

  private void makeRoom() {
    long unasked = horizon.getAsLong();
    long kept = Arrays.stream(commits).filter(commit -> commit > unasked).count();
    if (kept * 4 <= pages.length) {
      rebuild(pages.length, unasked);
    } else if (pages.length < maximumSlots) {
      rebuild(pages.length * 2, unasked);
    } else {
      long[] sorted = commits.clone();
      Arrays.sort(sorted);
      // At least half of the slots are free, and sort first: the middle of the others goes.
      floor = Math.max(floor, sorted[sorted.length - Math.max(1, used / 2)]);
      rebuild(pages.length, Math.max(unasked, floor));
    }
  }

  /** Moves what is newer than a commit into tables of another size. */
  private void rebuild(int slots, long outdated) {
    int[] oldPages = pages;
    long[] oldCommits = commits;
    pages = new int[slots];
    commits = new long[slots];
    used = 0;
    for (int i = 0; i < oldPages.length; i++) {
      if (oldPages[i] != 0 && oldCommits[i] > outdated) {
        int slot = find(oldPages[i]);
        pages[slot] = oldPages[i];
        commits[slot] = oldCommits[i];
        used++;
      }
    }
  }

  /**
   * Commits that failed are as if they had never been. What a page's last change was before is not
   * known any more: it counts as changed by the newest commit that stays.
   */
  synchronized void takeBack(long after, long through) {
    for (int i = 0; i < commits.length; i++) {
      if (commits[i] > after && commits[i] <= through) {
        commits[i] = after;
      }
    }
  }
}
