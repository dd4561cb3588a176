package org.braiddb.storage.file.transaction;

import java.util.Arrays;
import org.braiddb.storage.CorruptException;

/**
 * How a concurrent transaction allocates and frees: new pages get provisional numbers, -1, -2 and
 * so on, none of them twice; pages of the snapshot that are freed are noted down. The free list,
 * the header and the size of the database stay as they are until the commit is rebased.
 */
final class ProvisionalPages {
  private static final int FIRST_CAPACITY = 8;

  private final String description;
  private final PageSet freedSet = new PageSet();
  private int last;
  private int[] freed = {};
  private long[] trees = {};
  private int freedCount;

  ProvisionalPages(String description) {
    this(description, 0);
  }

  /** The first {@code given} numbers are in use already. */
  ProvisionalPages(String description, int given) {
    this.description = description;
    this.last = -given;
  }

  /** The number that the next new page gets. */
  int next() {
    return last - 1;
  }

  int allocate() {
    return --last;
  }

  /** How many provisional numbers were given. */
  int given() {
    return -last;
  }

  /** Notes down that a page of the snapshot was freed. */
  void free(int page, long tree) {
    if (!freedSet.add(page)) {
      throw CorruptException.at(
          description, page, 0, "a page that one pointer leads to", "one that is freed twice");
    }
    if (freedCount == freed.length) {
      int capacity = Math.max(FIRST_CAPACITY, freedCount * 2);
      freed = Arrays.copyOf(freed, capacity);
      trees = Arrays.copyOf(trees, capacity);
    }
    freed[freedCount] = page;
    trees[freedCount++] = tree;
  }

  boolean isFreed(int page) {
    return freedSet.contains(page);
  }

  int freedCount() {
    return freedCount;
  }

  int freedPage(int index) {
    return freed[index];
  }

  long freedTree(int index) {
    return trees[index];
  }

  /** Takes the latest frees back. */
  void keepFreed(int count) {
    while (freedCount > count) {
      freedSet.remove(freed[--freedCount]);
    }
  }
}
