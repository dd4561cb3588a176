package org.braiddb.sql.function;

import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.NumericText;

/**
 * The state of sum, total and avg.
 *
 * <p>Integers are added exactly for as long as there are only integers and the sum fits 64 bits;
 * from then on doubles are added with the Kahan-Babuška-Neumaier correction, as SQLite does.
 */
public final class SumState implements AggregateState {
  /** From here on an integer is added in two parts that doubles hold exactly. */
  private static final long LARGE = 1L << 52;

  private static final long PART = 1L << 14;

  private final BasicAggregate wanted;
  private long rows;
  private boolean approximate;

  /** The exact sum left 64 bits, and no real has come since. */
  private boolean overflowed;

  private long exact;
  private double sum;
  private double correction;

  SumState(BasicAggregate wanted) {
    this.wanted = wanted;
  }

  @Override
  public void step(Cell[] arguments, int count) {
    Cell value = arguments[0];
    if (value.type == Cell.NULL) {
      return;
    }
    if (value.type == Cell.TEXT) {
      NumericText.convertIfNumber(value);
    }
    if (value.type == Cell.INTEGER) {
      addInteger(value.integer);
    } else {
      addReal(value.toReal());
    }
  }

  /** Takes in a row whose value is a REAL. */
  public void addReal(double value) {
    rows++;
    if (!approximate) {
      beginApproximation();
    }
    overflowed = false;
    add(value);
  }

  /** Takes in a row whose value is an INTEGER. */
  public void addInteger(long value) {
    rows++;
    if (approximate) {
      addLarge(value);
      return;
    }
    long next = exact + value;
    if (((exact ^ next) & (value ^ next)) < 0) {
      overflowed = true;
      beginApproximation();
      addLarge(value);
    } else {
      exact = next;
    }
  }

  /** Takes in that many rows whose values are REAL, one after the other. */
  public void addReals(double[] values, int count) {
    if (count == 0) {
      return;
    }
    addReal(values[0]);
    rows += count - 1;
    double total = sum;
    double lost = correction;
    for (int k = 1; k < count; k++) {
      double value = values[k];
      double after = total + value;
      if (Math.abs(total) > Math.abs(value)) {
        lost += (total - after) + value;
      } else {
        lost += (value - after) + total;
      }
      total = after;
    }
    sum = total;
    correction = lost;
  }

  /** Takes in that many rows whose values are INTEGER, one after the other. */
  public void addIntegers(long[] values, int count) {
    if (!approximate) {
      long total = exact;
      long overflow = 0;
      for (int k = 0; k < count; k++) {
        long next = total + values[k];
        overflow |= (total ^ next) & (values[k] ^ next);
        total = next;
      }
      if (overflow >= 0) {
        exact = total;
        rows += count;
        return;
      }
    }
    for (int k = 0; k < count; k++) {
      addInteger(values[k]);
    }
  }

  private void beginApproximation() {
    approximate = true;
    if (exact <= -LARGE || exact >= LARGE) {
      long small = exact % PART;
      sum = (double) (exact - small);
      correction = (double) small;
    } else {
      sum = (double) exact;
      correction = 0.0;
    }
  }

  private void addLarge(long value) {
    if (value <= -LARGE || value >= LARGE) {
      long small = value % PART;
      add((double) (value - small));
      add((double) small);
    } else {
      add((double) value);
    }
  }

  private void add(double value) {
    double before = sum;
    double after = before + value;
    if (Math.abs(before) > Math.abs(value)) {
      correction += (before - after) + value;
    } else {
      correction += (value - after) + before;
    }
    sum = after;
  }

  @Override
  public void inverse(Cell[] arguments, int count) {
    Cell value = arguments[0];
    if (value.type == Cell.NULL) {
      return;
    }
    rows--;
    if (value.type == Cell.TEXT) {
      NumericText.convertIfNumber(value);
    }
    if (!approximate) {
      exact -= value.integer;
    } else if (value.type != Cell.INTEGER) {
      add(-value.toReal());
    } else if (value.integer != Long.MIN_VALUE) {
      addLarge(-value.integer);
    } else {
      addLarge(Long.MAX_VALUE);
      addLarge(1);
    }
  }

  @Override
  public boolean canInvert() {
    return true;
  }

  @Override
  public void value(Cell result) {
    switch (wanted) {
      case COUNT -> throw new IllegalStateException("count does not add");
      case SUM -> sum(result);
      case TOTAL -> result.setReal(approximate ? corrected() : (double) exact);
      case AVERAGE -> {
        if (rows == 0) {
          result.setNull();
        } else {
          result.setReal((approximate ? corrected() : (double) exact) / rows);
        }
      }
    }
  }

  private void sum(Cell result) {
    if (rows == 0) {
      result.setNull();
    } else if (!approximate) {
      result.setInteger(exact);
    } else if (overflowed) {
      throw new StatementException("integer overflow");
    } else {
      result.setReal(corrected());
    }
  }

  private double corrected() {
    return Double.isFinite(correction) ? sum + correction : sum;
  }
}
