package org.braiddb.sql.change;

import org.braiddb.sql.listing.Listing;
import org.braiddb.sql.value.Cell;

/** An expression over the row images that it was compiled for, as they are when it is evaluated. */
@FunctionalInterface
interface RowExpression {
  /** Computes the value; bytes may belong to the images. */
  void eval(Cell result);

  /** Lists an operation that evaluates it; its text goes behind the operation's subject. */
  default void list(Listing listing, Listing.Operation operation) {
    listing.add(operation);
  }
}
