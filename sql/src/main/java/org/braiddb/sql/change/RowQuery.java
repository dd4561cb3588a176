package org.braiddb.sql.change;

import org.braiddb.sql.execute.FoundTogether;
import org.braiddb.sql.listing.Listing;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.jspecify.annotations.Nullable;

/** A query inside a changing statement. Runs within the run that its statement has begun. */
interface RowQuery {
  /** Starts it anew. */
  void open();

  /** Moves to the next row; false at the end. */
  boolean next();

  /** As {@link #next}, but the values are there only after {@link #compute}. */
  default boolean move() {
    return next();
  }

  /** Computes the values of the row that {@link #move} has moved to. */
  default void compute() {}

  /** Computes some of these values. */
  default void compute(int[] columns) {}

  /** The cursor on the record that the present row is made of; null where it is of none alone. */
  default @Nullable Cursor record() {
    return null;
  }

  /** Whether it looks for one row by its rowid. */
  default boolean findsAtMostOneRow() {
    return false;
  }

  /**
   * Whether its rows are the names of those of a table, found in its tree in the order of that, and
   * nothing else is read for them.
   */
  default boolean readsTableInOrder() {
    return false;
  }

  /**
   * Starts it anew with a cursor on the tree that it {@linkplain #readsTableInOrder reads in
   * order}, which stays the caller's, who may change the record that it is on. At each {@link
   * #move} it must be on the row to which the one before has moved it.
   */
  default void openOver(Cursor cursor) {
    throw new IllegalStateException("it reads no table in order");
  }

  /**
   * The rows of a run that {@link #openOver} has begun, which are not asked for by {@link #move}
   * then; null where they are found one by one.
   */
  default @Nullable FoundTogether together() {
    return null;
  }

  /** How many columns its rows have. */
  int columnCount();

  /** A value of the present row; its bytes are good until the next move or change. */
  Cell cell(int column);

  /** Lists what it does; of rows that are there already there is nothing to tell. */
  default void list(Listing listing) {
    listing.add(Listing.Operation.of("Rows", ""));
  }

  /** Ends it; a second call does nothing. */
  void close();
}
