package org.braiddb.sql.program;

import org.braiddb.sql.value.Cell;

/**
 * Rows of a run that were computed together, before they were asked for. To hand out the next of
 * them touches neither pages nor cursors nor the session: whatever else the connection does
 * meanwhile, they are the rows that {@link Run#next} would give.
 *
 * <p>Belongs to one run, whose {@link Run#next} computes more of them when all were handed out, and
 * whose end leaves none. Values may be read until then.
 */
public interface ReadyRows {
  /** Makes the next of them the present row; false where there is none left. */
  boolean next();

  /** Whether the present row of the run is one of them, and has a column with that number. */
  boolean has(int column);

  /** The type of a value of the present row, as in {@link Cell#type}. */
  byte type(int column);

  /** A value of the present row, as {@link Cell#toInteger} gives it. */
  long integer(int column);

  /** A value of the present row, as {@link Cell#toReal} gives it. */
  double real(int column);

  /** A value of the present row in a cell of its own; the bytes of TEXT are shared. */
  Cell value(int column);
}
