package org.braiddb.sql.execute;

import org.braiddb.storage.CorruptException;
import org.jspecify.annotations.Nullable;

/**
 * Moves one or more sources through the rows they have, for the present rows of the sources around
 * it. Opened anew for every one of those.
 */
abstract class Loop {
  /** Says before {@link #open} that no more than so many rows will be asked for. */
  void limit(long rows) {}

  /** Begins before the first row. */
  abstract void open(Frame frame);

  /** Moves to the next row; false at the end, after which it is opened again or left alone. */
  abstract boolean next(Frame frame);

  /**
   * Moves on by so many rows, as {@link #next} that often would; false where there are not as many.
   */
  boolean skip(Frame frame, long rows) {
    for (long i = 0; i < rows; i++) {
      if (!next(frame)) {
        return false;
      }
    }
    return true;
  }

  /** Moves to the end; the number of rows that {@link #next} would have moved to. */
  long count(Frame frame) {
    long rows = 0;
    while (next(frame)) {
      rows++;
    }
    return rows;
  }

  /**
   * Moves on as {@link #next}, but may pass rows that begin as the present one in the index that is
   * scanned.
   *
   * @param columns so many first columns of the index are the same in them
   */
  boolean nextOther(Frame frame, int columns) {
    return next(frame);
  }

  /** The table whose rows these are, one for one and read from its tree; null for other rows. */
  @Nullable TreeCursor onlyTable() {
    return null;
  }

  /**
   * The error for a present index entry whose row the table does not have; null where no index is
   * scanned.
   */
  @Nullable CorruptException missingRow() {
    return null;
  }

  /** Makes all columns of its sources NULL: an outer join found no partner. */
  abstract void setAbsent();
}
