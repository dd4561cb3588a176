package org.braiddb.sql.vector;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.RowBlock;

/** A block of a table's rows, and which of them are left. Used by one run at a time. */
public final class Batch {
  private final RowBlock block = new RowBlock();
  private final ColumnLocator columns;

  /** The places in the block of the rows that are left, ascending. */
  private int[] rows = {};

  private int count;
  private int epoch;

  Batch(ColumnLocator columns) {
    this.columns = columns;
  }

  /** What a cursor fills before {@link #begin}. */
  public RowBlock block() {
    return block;
  }

  /** Begins with the first rows of the block; values computed before are forgotten. */
  public void begin(int size) {
    if (rows.length < size) {
      rows = new int[Vector.room(size)];
    }
    int[] all = rows;
    for (int k = 0; k < size; k++) {
      all[k] = k;
    }
    count = size;
    epoch++;
    columns.begin();
  }

  /** How many rows are left. */
  public int count() {
    return count;
  }

  /** The place in the block of the k-th row that is left. */
  public int row(int k) {
    return rows[k];
  }

  /** The places of all rows that are left; the first {@link #count()} of the array. */
  public int[] rows() {
    return rows;
  }

  /** Tells values of the present rows from older ones. */
  int epoch() {
    return epoch;
  }

  ColumnLocator columns() {
    return columns;
  }

  /**
   * Leaves out the rows for which a condition does not hold.
   *
   * @return false where it declined: all rows are still there
   */
  public boolean filter(VectorCondition condition) {
    if (!condition.evaluate(this)) {
      return false;
    }
    byte[] truth = condition.truth();
    int[] all = rows;
    int size = count;
    int left = 0;
    for (int k = 0; k < size; k++) {
      all[left] = all[k];
      left += truth[k] == VectorCondition.TRUE ? 1 : 0;
    }
    if (left < size) {
      count = left;
      epoch++;
    }
    return true;
  }

  /**
   * Finds all columns that vectors are made of, which takes less time than one by one.
   *
   * @return false to decline
   */
  public boolean locateAll() {
    return columns.locateAll(this);
  }

  /**
   * Leaves out the rows where a value is a number greater than a bound, or less than it. INTEGERs
   * count as the REALs nearest to them.
   *
   * @param values were computed for the rows that are left
   */
  public void filterBeyond(double bound, boolean below, Vector values) {
    if (values.kind() != Cell.REAL && values.kind() != Cell.INTEGER) {
      return;
    }
    double[] numbers = values.asReals(count);
    int left = 0;
    for (int k = 0; k < count; k++) {
      rows[left] = rows[k];
      left += below ? numbers[k] < bound ? 0 : 1 : numbers[k] > bound ? 0 : 1;
    }
    if (left < count) {
      count = left;
      epoch++;
    }
  }

  /** Tests one row. */
  @FunctionalInterface
  public interface RowTest {
    /** Whether to keep the row at this place of the block. */
    boolean keeps(int row);
  }

  /** Leaves out the rows that a test does not keep. */
  public void filter(RowTest test) {
    int left = 0;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      if (test.keeps(row)) {
        rows[left++] = row;
      }
    }
    if (left < count) {
      count = left;
      epoch++;
    }
  }
}
