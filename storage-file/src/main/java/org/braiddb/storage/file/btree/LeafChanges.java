package org.braiddb.storage.file.btree;

/**
 * What a leaf of an index loses and gets at once, collected in the order of the entries. Cells are
 * numbered as they are before.
 */
final class LeafChanges {
  private final LeavingCells leaving = new LeavingCells();
  private final ArrivingCells arriving = new ArrivingCells();

  /** The place after the last change, as it will be. */
  private int place;

  void begin() {
    leaving.clear();
    arriving.clear();
  }

  /** A cell goes. */
  void takeOut(int cell) {
    place = cell + growth();
    leaving.add(cell);
  }

  /** An entry comes before a cell. */
  void putIn(int cell, int rank) {
    place = cell + growth() + 1;
    arriving.add(cell, rank);
  }

  /** How many they are. */
  int size() {
    return leaving.size() + arriving.size();
  }

  /** How many cells the leaf will have more than now. */
  int growth() {
    return arriving.size() - leaving.size();
  }

  /** The place behind the last of them, once they are made. */
  int place() {
    return place;
  }

  LeavingCells leaving() {
    return leaving;
  }

  ArrivingCells arriving() {
    return arriving;
  }
}
