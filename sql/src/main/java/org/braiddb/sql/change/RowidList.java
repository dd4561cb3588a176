package org.braiddb.sql.change;

import java.util.Arrays;

/** Rowids in the order they were found in. */
final class RowidList {
  private long[] rowids = {};
  private int size;

  void add(long rowid) {
    if (size == rowids.length) {
      rowids = Arrays.copyOf(rowids, Math.max(1, 2 * size));
    }
    rowids[size++] = rowid;
  }

  int size() {
    return size;
  }

  void clear() {
    size = 0;
  }

  /** All of them in ascending order, in an array that the list may go on with. */
  long[] sorted() {
    long[] result = size == rowids.length ? rowids : Arrays.copyOf(rowids, size);
    Arrays.sort(result);
    return result;
  }
}
