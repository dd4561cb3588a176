package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/** One aggregate function of a query, with its state for each group. */
abstract class AggregateCall {
  final Evaluator[] arguments;
  private final @Nullable Evaluator filter;
  private final Cell result = new Cell();

  /**
   * @param filter the FILTER clause; null for none
   */
  AggregateCall(Evaluator[] arguments, @Nullable Evaluator filter) {
    this.arguments = arguments;
    this.filter = filter;
  }

  /** Where {@link #finish} leaves the value. */
  final Cell result() {
    return result;
  }

  /** Whether it is min or max. */
  boolean isExtreme() {
    return false;
  }

  /** Begins a run, without any group. */
  abstract void begin(Frame frame);

  /** Forgets all groups. */
  void clear() {
    result.release();
  }

  /** Makes the state of the next group. */
  abstract void addGroup();

  /** Takes the present row in; true where the group's result is now from this row. */
  abstract boolean step(int group, Frame frame);

  /** Takes in the rows that waited for their order. */
  void endInput(Frame frame) {
    // Only calls with an order keep rows back.
  }

  /** Computes a group's value. */
  abstract void finish(int group);

  final boolean isFilteredOut(Frame frame) {
    return filter != null && filter.truth(frame) != Evaluator.TRUE;
  }

  /** Whether the first argument's value of the present row is not NULL. */
  final boolean hasArgument(Frame frame) {
    return arguments[0].eval(frame) != Cell.NULL;
  }
}
