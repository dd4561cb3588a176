package org.braiddb.sql.function;

import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.record.Collation;

/** The state of the aggregates min and max: the first of the extreme values. */
final class ExtremumState implements AggregateState {
  private final Collation collation;
  private final int sign;
  private final Cell best = new Cell();
  private boolean lastRowIsResult;

  /** A state for max where {@code sign} is 1, for min where it is -1. */
  ExtremumState(Collation collation, int sign) {
    this.collation = collation;
    this.sign = sign;
  }

  @Override
  public void step(Cell[] arguments, int count) {
    Cell value = arguments[0];
    if (value.type == Cell.NULL) {
      lastRowIsResult = best.type == Cell.NULL;
      return;
    }
    lastRowIsResult =
        best.type == Cell.NULL
            || Integer.signum(ValueComparator.compare(value, best, collation)) == sign;
    if (lastRowIsResult) {
      best.copyFrom(value);
      best.own();
    }
  }

  @Override
  public boolean lastRowIsResult() {
    return lastRowIsResult;
  }

  @Override
  public void value(Cell result) {
    result.copyFrom(best);
  }
}
