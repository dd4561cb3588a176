package org.braiddb.sql.function;

import org.braiddb.sql.value.Cell;

/** The aggregates that count and add, which the executor knows, so that a row costs no call. */
public enum BasicAggregate implements AggregateFunction {
  /** Rows, or rows with a value. */
  COUNT,
  SUM,
  TOTAL,
  AVERAGE;

  @Override
  public AggregateState newState(FunctionContext context) {
    return this == COUNT ? new CountState() : newSum();
  }

  /** The state of a group of any but {@link #COUNT}. */
  public SumState newSum() {
    return new SumState(this);
  }

  private static final class CountState implements AggregateState {
    private long rows;

    @Override
    public void step(Cell[] arguments, int count) {
      if (count == 0 || arguments[0].type != Cell.NULL) {
        rows++;
      }
    }

    @Override
    public void inverse(Cell[] arguments, int count) {
      if (count == 0 || arguments[0].type != Cell.NULL) {
        rows--;
      }
    }

    @Override
    public boolean canInvert() {
      return true;
    }

    @Override
    public void value(Cell result) {
      result.setInteger(rows);
    }
  }
}
