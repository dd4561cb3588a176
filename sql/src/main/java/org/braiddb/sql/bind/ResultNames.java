package org.braiddb.sql.bind;

/** What the result columns of a query without an alias are called. */
enum ResultNames {
  /** A statement's: columns by their own names, anything else as it is written. */
  STATEMENT,

  /** A subquery's or common table's: columns as they are written. No name comes twice. */
  WRITTEN,

  /**
   * A view's, or a table's that is made of a query: columns by their own names, under a COLLATE or
   * likely() too. No name comes twice.
   */
  DEFINITION
}
