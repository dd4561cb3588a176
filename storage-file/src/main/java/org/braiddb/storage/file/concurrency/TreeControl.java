package org.braiddb.storage.file.concurrency;

import org.braiddb.storage.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * What follows one tree of one transaction for a strategy. Called on the transaction's thread.
 *
 * <p>Pages that the transaction made itself, which have provisional numbers, are not reported.
 */
public interface TreeControl {
  /** Follows nothing. */
  TreeControl NONE = new TreeControl() {};

  /** Whether {@link #pageRead} wants to be called; constant. */
  default boolean followsReads() {
    return false;
  }

  /** The tree's cursors are about to read a page; called for each time. */
  default void pageRead(int page) {}

  /**
   * A page of the tree was written, taken into it, freed, or given another key range although no
   * byte of it changed. Called for each time.
   */
  default void pageTouched(int page) {}

  /** What is told each row change, or null where nobody listens; constant. */
  default @Nullable RowListener rows() {
    return null;
  }

  /**
   * All rows are about to be deleted at once, or, where {@code dropped}, the tree with them; the
   * listener of rows is not told.
   *
   * @param all a cursor on the tree, positioned nowhere, for the duration of the call
   */
  default void clearing(Cursor all, boolean dropped) {}

  /** The transaction's user asked how many rows there are. */
  default void counting() {}

  /**
   * A cursor was opened for the transaction's user, not for the engine's own needs.
   *
   * @return that cursor or one that wraps it, for instance to note which ranges are read
   */
  default Cursor opened(Cursor cursor) {
    return cursor;
  }
}
