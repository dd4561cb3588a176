package org.braiddb.sql.execute;

import java.util.Arrays;

/** Which rows have the same key, by their numbers: each key's rows in the order they came in. */
final class RowChains {
  private final KeyTable keys = new KeyTable();
  private int[] first = new int[16];
  private int[] last = new int[16];
  private int[] next = new int[16];

  /** The keys; the first row of each is {@link #first(int)}. */
  KeyTable keys() {
    return keys;
  }

  /** Appends a row to the chain of its key. */
  void add(KeyEncoder rowKey, int row) {
    int known = keys.size();
    int key = keys.add(rowKey.bytes(), rowKey.length());
    next = withRoom(next, row);
    next[row] = -1;
    first = withRoom(first, key);
    last = withRoom(last, key);
    if (key == known) {
      first[key] = row;
    } else {
      next[last[key]] = row;
    }
    last[key] = row;
  }

  private static int[] withRoom(int[] array, int index) {
    return index < array.length ? array : Arrays.copyOf(array, Math.max(index + 1, index * 2));
  }

  /** The first row with a key; -1 where there is none. */
  int first(KeyEncoder sought) {
    int key = keys.find(sought.bytes(), sought.length());
    return key < 0 ? -1 : first[key];
  }

  /** The first row of a key that is there. */
  int first(int key) {
    return first[key];
  }

  /** The row after one, of the same key; -1 where there is none. */
  int next(int row) {
    return next[row];
  }

  /** Forgets all rows. */
  void clear() {
    keys.clear();
  }
}
