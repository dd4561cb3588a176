package org.braiddb.sql.execute;

/**
 * Moves one or more sources through the rows they have, for the present rows of the sources around
 * it. Opened anew for every one of those.
 */
abstract class Loop {
  /** Begins before the first row. */
  abstract void open(Frame frame);

  /** Moves to the next row; false at the end, after which it is opened again or left alone. */
  abstract boolean next(Frame frame);

  /** Makes all columns of its sources NULL: an outer join found no partner. */
  abstract void setAbsent();
}
