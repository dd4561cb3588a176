package org.braiddb.sql.execute;

import org.braiddb.storage.RowBlock;
import org.jspecify.annotations.Nullable;

/** Rows that are the entries of a tree, which can show many of them at once. */
abstract class TreeScan extends Loop {
  /** Shows the entries that are counted; made when they first are. */
  private @Nullable RowBlock counted;

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

  /** Whether it goes backwards. */
  abstract boolean isReverse();

  /** Whether it is before the first entry, and goes through all of the tree. */
  abstract boolean isBeforeAll();

  /**
   * The tree knows how many entries it has, and a range is counted by the entries shown at once.
   */
  @Override
  final long count(Frame frame) {
    if (isBeforeAll()) {
      return frame.transaction(entries().database()).count(entries().tree());
    }
    return isReverse() ? super.count(frame) : countShown(frame);
  }

  private long countShown(Frame frame) {
    RowBlock block = counted;
    if (block == null) {
      block = new RowBlock();
      counted = block;
    }
    long rows = 0;
    while (next(frame)) {
      int shown = show(block, Long.MAX_VALUE);
      frame.countRows(shown);
      rows += Math.max(1, shown);
    }
    entries().endBlock(block);
    return rows;
  }
}
