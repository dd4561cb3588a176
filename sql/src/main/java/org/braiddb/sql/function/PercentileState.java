package org.braiddb.sql.function;

import java.util.Arrays;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;

/** The state of median, percentile, percentile_cont and percentile_disc: all values, unsorted. */
final class PercentileState implements AggregateState {
  /** Fractions that differ by no more than this are the same to SQLite. */
  private static final double SAME = 0.001;

  private final String name;
  private final double scale;
  private final boolean discrete;
  private double fraction = Double.NaN;
  private double[] values = new double[16];
  private int size;

  private PercentileState(String name, double scale, boolean discrete) {
    this.name = name;
    this.scale = scale;
    this.discrete = discrete;
  }

  static PercentileState median() {
    return new PercentileState("median", 1.0, false);
  }

  static PercentileState percentile() {
    return new PercentileState("percentile", 100.0, false);
  }

  static PercentileState continuous() {
    return new PercentileState("percentile_cont", 1.0, false);
  }

  static PercentileState discrete() {
    return new PercentileState("percentile_disc", 1.0, true);
  }

  @Override
  public void step(Cell[] arguments, int count) {
    double wanted = count == 1 ? 0.5 : fraction(arguments[1]);
    if (Double.isNaN(fraction)) {
      fraction = wanted;
    } else if (Math.abs(fraction - wanted) > SAME) {
      throw new StatementException(
          "the fraction argument to " + name + "() is not the same for all input rows");
    }
    Cell value = arguments[0];
    if (value.type == Cell.NULL) {
      return;
    }
    if (!value.isNumber()) {
      throw new StatementException("input to " + name + "() is not numeric");
    }
    double real = value.toReal();
    if (Double.isInfinite(real)) {
      throw new StatementException("Inf input to " + name + "()");
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
    }
    values[size++] = real;
  }

  private double fraction(Cell argument) {
    if (NumberFunctions.isNumeric(argument)) {
      double value = argument.toReal() / scale;
      if (value >= 0.0 && value <= 1.0) {
        return value;
      }
    }
    throw new StatementException(
        "the fraction argument to " + name + "() is not between 0.0 and " + scale);
  }

  @Override
  public void value(Cell result) {
    if (size == 0) {
      result.setNull();
      return;
    }
    double[] sorted = Arrays.copyOf(values, size);
    Arrays.sort(sorted);
    double place = fraction * (size - 1);
    int below = (int) place;
    if (discrete) {
      result.setReal(sorted[below]);
      return;
    }
    int above = place == below || below == size - 1 ? below : below + 1;
    result.setReal(sorted[below] + (sorted[above] - sorted[below]) * (place - below));
  }
}
