package org.braiddb.sql.execute;

import java.util.Arrays;

/** Which rows have the same key, by numbers: each key's rows in the order they came in. */
final class RowChains {
  private int[] first = new int[16];
  private int[] last = new int[16];
  private int[] next = new int[16];

  /**
   * Appends a row to the chain of its key.
   *
   * @param fresh whether the key has no row yet
   */
  void link(int key, boolean fresh, int row) {
    next = withRoom(next, row);
    next[row] = -1;
    first = withRoom(first, key);
    last = withRoom(last, key);
    if (fresh) {
      first[key] = row;
    } else {
      next[last[key]] = row;
    }
    last[key] = row;
  }

  private static int[] withRoom(int[] array, int index) {
    return index < array.length ? array : Arrays.copyOf(array, Math.max(index + 1, index * 2));
  }

  /** The first row of a key. */
  int first(int key) {
    return first[key];
  }

  /** The row after one, of the same key; -1 where there is none. */
  int next(int row) {
    return next[row];
  }
}
