package org.braiddb.sql.function;

import org.braiddb.sql.value.Cell;

/** What an aggregate function remembers of the rows of one group. Used by one thread. */
public interface AggregateState {
  /**
   * Takes one row in. The argument cells belong to the call, as in {@link ScalarFunction#call};
   * bytes that the state keeps must be copied.
   */
  void step(Cell[] arguments, int count);

  /**
   * Takes the oldest row out again, for a moving window frame. Rows leave in the order they came.
   *
   * @throws UnsupportedOperationException if {@link #canInvert} says no
   */
  default void inverse(Cell[] arguments, int count) {
    throw new UnsupportedOperationException("this aggregate cannot take a row out again");
  }

  /** Whether {@link #inverse} works. */
  default boolean canInvert() {
    return false;
  }

  /** The result for the rows in the state, which stays usable. */
  void value(Cell result);

  /** The result for the group; the state is not used afterwards. */
  default void finish(Cell result) {
    value(result);
  }

  /**
   * Whether the row of the last {@link #step} is now the one that the result was taken from. True
   * only for {@code min} and {@code max}: bare columns of an aggregate query come from that row.
   */
  default boolean lastRowIsResult() {
    return false;
  }
}
