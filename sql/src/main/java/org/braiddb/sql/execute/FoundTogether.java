package org.braiddb.sql.execute;

import org.braiddb.storage.RowBlock;

/**
 * The rows of a query as it finds them in the tree of its only table: some at a time, where the
 * cursor shows many of them. Who takes them may delete them before the next are found.
 */
public interface FoundTogether {
  /** Moves to the next rows; false at the end. Perhaps none of those it has come to is wanted. */
  boolean next();

  /**
   * Whether the cursor has shown the rows it has come to, and is on the last of these; else there
   * is only the one that it is on.
   */
  boolean areShown();

  /** What the cursor has shown. */
  RowBlock block();

  /** The places in the block of the rows that are wanted, ascending; the first {@link #count()}. */
  int[] places();

  /** How many rows are wanted. */
  int count();
}
