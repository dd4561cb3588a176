package org.braiddb.storage.file.btree;

import java.util.Arrays;

/** The cells of a leaf that are deleted together, in their order. */
final class LeavingCells {
  private static final int FIRST_CELLS = 16;
  private static final int[] NONE = {};

  private int[] cells = NONE;
  private int size;

  /** The first of them. */
  void begin(int first) {
    clear();
    add(first);
  }

  void clear() {
    size = 0;
  }

  /** One after those that are there. */
  void add(int cell) {
    if (size == cells.length) {
      cells = Arrays.copyOf(cells, Math.max(FIRST_CELLS, 2 * size));
    }
    cells[size++] = cell;
  }

  /** The last of them stays. */
  void removeLast() {
    size--;
  }

  int size() {
    return size;
  }

  int cell(int index) {
    return cells[index];
  }
}
