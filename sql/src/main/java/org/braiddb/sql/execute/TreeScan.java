package org.braiddb.sql.execute;

import org.braiddb.storage.RowBlock;

/** Rows that are the entries of a tree, which can show many of them at once. */
abstract class TreeScan extends Loop {
  /** The cursor that is on the present entry. */
  abstract TreeCursor entries();

  /**
   * Shows the entry that {@link #next} has moved to and those behind it, and moves to the last of
   * them. Not for scans in reverse.
   *
   * @param distance how far the last may be from the first: by rowid in a table tree, else so many
   *     entries
   * @return how many; 0 where there is only the entry it is on
   */
  abstract int show(RowBlock block, long distance);
}
