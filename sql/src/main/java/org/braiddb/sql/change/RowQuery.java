package org.braiddb.sql.change;

import org.braiddb.sql.listing.Listing;
import org.braiddb.sql.value.Cell;

/** A query inside a changing statement. Runs within the run that its statement has begun. */
interface RowQuery {
  /** Starts it anew. */
  void open();

  /** Moves to the next row; false at the end. */
  boolean next();

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
