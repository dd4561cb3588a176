package org.braiddb.storage.file.btree;

import java.util.Arrays;

/** Cells that are put into a leaf together, in their order. */
final class ArrivingCells {
  static final ArrivingCells NONE = new ArrivingCells();

  private static final int FIRST_CELLS = 16;
  private static final int FIRST_BYTES = 512;

  private int[] places = {};
  private int[] ranks = {};
  private int size;
  private final CellList cells = new CellList(FIRST_BYTES);

  void clear() {
    size = 0;
    cells.clear();
  }

  /**
   * One after those that are there.
   *
   * @param place the number of the cell of the leaf, as it is now, before which it belongs
   * @param rank that of the entry among those that are pending
   */
  void add(int place, int rank) {
    if (size == places.length) {
      int room = Math.max(FIRST_CELLS, 2 * size);
      places = Arrays.copyOf(places, room);
      ranks = Arrays.copyOf(ranks, room);
    }
    places[size] = place;
    ranks[size++] = rank;
  }

  /** The bytes of the next of them. */
  void addCell(byte[] cell, int offset, int length) {
    cells.add(cell, offset, length);
  }

  int size() {
    return size;
  }

  int place(int index) {
    return places[index];
  }

  int rank(int index) {
    return ranks[index];
  }

  byte[] bytes() {
    return cells.bytes();
  }

  int offset(int index) {
    return cells.offset(index);
  }

  int length(int index) {
    return cells.size(index);
  }
}
