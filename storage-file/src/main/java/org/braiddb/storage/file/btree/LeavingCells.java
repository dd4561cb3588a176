package org.braiddb.storage.file.btree;

/** The cells of a leaf that are deleted together, in their order. */
final class LeavingCells {
  private static final int[] NONE = {};

  private int[] cells = NONE;
  private int size;

  /** The first of them, in a leaf with so many cells. */
  void begin(int first, int cellsInLeaf) {
    if (cells.length < cellsInLeaf) {
      cells = new int[cellsInLeaf];
    }
    cells[0] = first;
    size = 1;
  }

  /** One after those that are there. */
  void add(int cell) {
    cells[size++] = cell;
  }

  int size() {
    return size;
  }

  int cell(int index) {
    return cells[index];
  }
}
