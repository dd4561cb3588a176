package org.braiddb.sql.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.braiddb.sql.value.Cell;

/**
 * Whether a value lies between two fixed ones: looked at once, where two comparisons would do so
 * twice. What these do otherwise, such as for values of several types, is left to them.
 */
final class VectorRange extends VectorCondition {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final VectorExpr value;
  private final VectorComparison above;
  private final VectorComparison below;
  private final VectorLogic both;

  private VectorRange(VectorComparison above, VectorComparison below) {
    this.above = above;
    this.below = below;
    value = above.right();
    both = new VectorLogic(true, new VectorCondition[] {above, below});
  }

  /** Two conditions that must hold, as a range where they are one. */
  static VectorCondition of(VectorCondition first, VectorCondition second) {
    if (first instanceof VectorComparison one && second instanceof VectorComparison other) {
      if (isRange(one, other)) {
        return new VectorRange(one, other);
      }
      if (isRange(other, one)) {
        return new VectorRange(other, one);
      }
    }
    return new VectorLogic(true, new VectorCondition[] {first, second});
  }

  /** Whether the one is {@code low < value} and the other {@code value < high}. */
  private static boolean isRange(VectorComparison above, VectorComparison below) {
    return above.isOrder()
        && below.isOrder()
        && above.left() instanceof VectorFixed
        && below.right() instanceof VectorFixed
        && above.right() == below.left();
  }

  @Override
  boolean decide(Batch batch, byte[] answers) {
    if (!value.evaluate(batch) || !above.left().evaluate(batch) || !below.right().evaluate(batch)) {
      return false;
    }
    Vector values = value.values;
    Vector low = above.left().values;
    Vector high = below.right().values;
    int count = batch.count();
    if (values.kind == Cell.INTEGER && low.kind == Cell.INTEGER && high.kind == Cell.INTEGER) {
      if (above.comparesNumbers() && below.comparesNumbers()) {
        integers(values.integers, low.integers[0], high.integers[0], answers, count);
        return true;
      }
    } else if (values.kind == Cell.REAL && low.kind == Cell.REAL && high.kind == Cell.REAL) {
      if (above.comparesNumbers() && below.comparesNumbers()) {
        reals(values.reals, low.reals[0], high.reals[0], answers, count);
        return true;
      }
    } else if (values.kind == Cell.TEXT && low.kind == Cell.TEXT && high.kind == Cell.TEXT) {
      if (above.comparesTexts() && below.comparesTexts()) {
        texts(values, low, high, answers, count);
        return true;
      }
    }
    return both.decide(batch, answers);
  }

  private void integers(long[] values, long low, long high, byte[] answers, int count) {
    boolean orLow = !above.isStrict();
    boolean orHigh = !below.isStrict();
    long from = orLow || low == Long.MAX_VALUE ? low : low + 1;
    long to = orHigh || high == Long.MIN_VALUE ? high : high - 1;
    boolean none = !orLow && low == Long.MAX_VALUE || !orHigh && high == Long.MIN_VALUE;
    byte within = none ? FALSE : TRUE;
    for (int k = 0; k < count; k++) {
      answers[k] = values[k] >= from & values[k] <= to ? within : FALSE;
    }
  }

  private void reals(double[] values, double low, double high, byte[] answers, int count) {
    boolean orLow = !above.isStrict();
    boolean orHigh = !below.isStrict();
    // The next number beyond a bound that is left out; beyond an infinite one there is none.
    double from = orLow ? low : Math.nextUp(low);
    double to = orHigh ? high : Math.nextDown(high);
    boolean none =
        !orLow && low == Double.POSITIVE_INFINITY || !orHigh && high == Double.NEGATIVE_INFINITY;
    byte within = none ? FALSE : TRUE;
    for (int k = 0; k < count; k++) {
      answers[k] = values[k] >= from & values[k] <= to ? within : FALSE;
    }
  }

  /** By their first eight bytes, where these differ from those of the bounds. */
  private void texts(Vector values, Vector low, Vector high, byte[] answers, int count) {
    if (low.lengths[0] < Long.BYTES || high.lengths[0] < Long.BYTES) {
      for (int k = 0; k < count; k++) {
        answers[k] = (byte) (above.ofTexts(k) & below.ofTexts(k));
      }
      return;
    }
    // As numbers with a sign these are in the order of the bytes.
    long from = (long) LONG.get(low.bytes, low.offsets[0]) ^ Long.MIN_VALUE;
    long to = (long) LONG.get(high.bytes, high.offsets[0]) ^ Long.MIN_VALUE;
    byte[] bytes = values.bytes;
    int[] offsets = values.offsets;
    int[] lengths = values.lengths;
    for (int k = 0; k < count; k++) {
      if (lengths[k] < Long.BYTES) {
        answers[k] = (byte) (above.ofTexts(k) & below.ofTexts(k));
        continue;
      }
      long head = (long) LONG.get(bytes, offsets[k]) ^ Long.MIN_VALUE;
      answers[k] = head > from & head < to ? TRUE : FALSE;
      if (head == from | head == to) {
        answers[k] = (byte) (above.ofTexts(k) & below.ofTexts(k));
      }
    }
  }
}
