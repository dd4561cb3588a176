package org.braiddb.sql.catalog;

import org.braiddb.sql.error.StatementException;

/**
 * How many columns tables, indexes and results may have, and how many terms GROUP BY, ORDER BY and
 * SET. Source: SQLite, "Implementation Limits For SQLite".
 */
public final class ColumnLimit {
  private static final int MAXIMUM = 2000;

  private ColumnLimit() {}

  /**
   * Fails where there are too many.
   *
   * @param what of what, in SQLite's words: "too many columns in set list"
   */
  public static void check(int count, String what) {
    if (count > MAXIMUM) {
      throw new StatementException(what);
    }
  }
}
