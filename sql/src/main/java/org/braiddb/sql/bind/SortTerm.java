package org.braiddb.sql.bind;

import org.braiddb.storage.record.Collation;

/** One term of an order. */
public record SortTerm(
    BoundExpr value, Collation collation, boolean descending, boolean nullsFirst) {
  /** Whether NULL is sorted as the smallest value, which an index does too. */
  public boolean naturalNulls() {
    return nullsFirst != descending;
  }
}
