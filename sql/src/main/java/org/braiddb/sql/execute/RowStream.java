package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** Yields result rows. */
abstract class RowStream {
  private final Cell[] row;

  RowStream(int columns) {
    row = new Cell[columns];
    for (int i = 0; i < columns; i++) {
      row[i] = new Cell();
    }
  }

  RowStream(Cell[] row) {
    this.row = row;
  }

  /** Says before {@link #open} that no more than so many rows will be asked for. */
  void limit(long rows) {}

  /** Begins before the first row. */
  abstract void open(Frame frame);

  /** Computes the next row; false at the end. */
  abstract boolean next(Frame frame);

  /** Passes so many rows, which need not be computed; false where there are not as many. */
  boolean skip(Frame frame, long rows) {
    for (long i = 0; i < rows; i++) {
      if (!next(frame)) {
        return false;
      }
    }
    return true;
  }

  /** The present row; its values are good until {@link #next}. Always the same cells. */
  final Cell[] row() {
    return row;
  }
}
