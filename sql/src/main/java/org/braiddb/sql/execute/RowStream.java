package org.braiddb.sql.execute;

import org.braiddb.sql.program.ReadyRows;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.jspecify.annotations.Nullable;

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

  /**
   * Says before {@link #open} that no more than so many rows will be asked for. Who has rows that
   * are {@link #ready} then gives no more.
   */
  void limit(long rows) {}

  /** Begins before the first row. */
  abstract void open(Frame frame);

  /** Computes the next row; false at the end. */
  abstract boolean next(Frame frame);

  /** As {@link #next}, but the values are there only after {@link #compute}. */
  boolean move(Frame frame) {
    return next(frame);
  }

  /** Computes the values of the row that {@link #move} has moved to. */
  void compute(Frame frame) {
    // Most have them already.
  }

  /** Computes some of these values, by their places. */
  void compute(Frame frame, int[] wanted) {
    compute(frame);
  }

  /**
   * The cursor on the record of the only table that the present row is computed from; null where it
   * is not known to be made so.
   */
  @Nullable Cursor record() {
    return null;
  }

  /**
   * The rows that the run begun by {@link #open} computes some at a time; null where there are
   * none.
   */
  @Nullable ReadyRows ready() {
    return null;
  }

  /**
   * The rows of the run begun by {@link #open}, which was given a cursor to find them with; null
   * where they are found one by one.
   */
  @Nullable FoundTogether together(Frame frame) {
    return null;
  }

  /** Passes so many rows, which need not be computed; false where there are not as many. */
  boolean skip(Frame frame, long rows) {
    for (long i = 0; i < rows; i++) {
      if (!next(frame)) {
        return false;
      }
    }
    return true;
  }

  /** Moves to the end without computing anything; the number of rows passed. */
  long count(Frame frame) {
    long rows = 0;
    while (move(frame)) {
      rows++;
    }
    return rows;
  }

  /** Makes the values of another stream's row those of the present one. */
  final void take(Cell[] source) {
    for (int i = 0; i < row.length; i++) {
      row[i].copyFrom(source[i]);
    }
  }

  /** The present row; its values are good until {@link #next}. Always the same cells. */
  final Cell[] row() {
    return row;
  }
}
