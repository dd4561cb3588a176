package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.bind.ConstantValue;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.NumericText;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * The comparison of a value and one known beforehand: the most frequent one. What an order of the
 * two means is a bit of a mask, so that neither branch nor switch is taken for it.
 */
abstract class ConstantComparison extends Condition {
  private final int accepted;
  private final ConstantValue right;
  private final Cell rightCell = new Cell();
  private final ComparisonRule rule;

  private ConstantComparison(
      ComparisonOperator operator, ConstantValue right, ComparisonRule rule) {
    this.right = right;
    this.rule = rule;
    int mask = 0;
    for (int order = -1; order <= 1; order++) {
      mask |= operator.holds(order) ? 1 << (order + 1) : 0;
    }
    accepted = mask;
  }

  /** The comparison, where there is a short way to make it. */
  static Optional<Evaluator> of(
      ComparisonOperator operator, Evaluator left, ConstantValue right, ComparisonRule rule) {
    if (operator.nullSafe()) {
      return Optional.empty();
    }
    return switch (right.type()) {
      case Cell.INTEGER ->
          Optional.of(
              left instanceof RecordColumn column
                  ? new IntegerToColumn(operator, column, right, rule)
                  : new IntegerToValue(operator, left, right, rule));
      case Cell.REAL -> Optional.of(new RealToValue(operator, left, right, rule));
      case Cell.TEXT ->
          rule.collation() instanceof Collations
                  && (rule.affinity() == Affinity.TEXT || rule.affinity() == Affinity.BLOB)
              ? Optional.of(new TextToValue(operator, left, right, rule))
              : Optional.empty();
      default -> Optional.empty();
    };
  }

  /** Whether the operator holds for operands that compare like this: -1, 0 or 1. */
  final int accept(int order) {
    return accepted >>> (order + 1) & 1;
  }

  /** Decides for the value that an evaluator has left in the frame, in the long way. */
  final int decideOther(Frame frame) {
    if (frame.type == Cell.NULL) {
      return UNKNOWN;
    }
    right.copyTo(rightCell);
    ComparisonAffinity.apply(rule.affinity(), frame, rightCell);
    return accept(Integer.signum(ValueComparator.compare(frame, rightCell, rule.collation())));
  }

  private abstract static class ToInteger extends ConstantComparison {
    private final long right;

    ToInteger(ComparisonOperator operator, ConstantValue right, ComparisonRule rule) {
      super(operator, right, rule);
      this.right = right.integer();
    }

    /** Whether the INTEGERs it accepts are those from {@link #low} to {@link #high}. */
    final boolean acceptsRange() {
      boolean less = accept(-1) == TRUE;
      boolean greater = accept(1) == TRUE;
      return !(less && greater)
          && !(greater && accept(0) == FALSE && right == Long.MAX_VALUE)
          && !(less && accept(0) == FALSE && right == Long.MIN_VALUE);
    }

    final long low() {
      return accept(-1) == TRUE ? Long.MIN_VALUE : accept(0) == TRUE ? right : right + 1;
    }

    final long high() {
      return accept(1) == TRUE ? Long.MAX_VALUE : accept(0) == TRUE ? right : right - 1;
    }

    final int decide(byte type, Frame frame) {
      if (type == Cell.INTEGER) {
        return accept(Long.compare(frame.integer, right));
      }
      return type == Cell.REAL
          ? accept(-NumericText.compare(right, frame.real))
          : decideOther(frame);
    }
  }

  private static final class IntegerToValue extends ToInteger {
    private final Evaluator left;

    IntegerToValue(
        ComparisonOperator operator, Evaluator left, ConstantValue right, ComparisonRule rule) {
      super(operator, right, rule);
      this.left = left;
    }

    @Override
    int truth(Frame frame) {
      return decide(left.eval(frame), frame);
    }
  }

  /** As the other, in a class of its own so that reading the column is no virtual call. */
  private static final class IntegerToColumn extends ToInteger {
    private final RecordColumn left;

    IntegerToColumn(
        ComparisonOperator operator, RecordColumn left, ConstantValue right, ComparisonRule rule) {
      super(operator, right, rule);
      this.left = left;
    }

    @Override
    int truth(Frame frame) {
      return decide(left.eval(frame), frame);
    }
  }

  /**
   * Joins comparisons of one column with INTEGERs that follow each other in a list of conditions,
   * all of which must hold, so that the column is read once.
   */
  static Evaluator[] joined(Evaluator[] conditions) {
    List<Evaluator> joined = new ArrayList<>();
    for (Evaluator condition : conditions) {
      @Nullable IntegerRange range = null;
      if (condition instanceof IntegerToColumn second
          && !joined.isEmpty()
          && joined.getLast() instanceof IntegerToColumn first
          && first.left.isSame(second.left)) {
        range = IntegerRange.of(first, second);
      }
      if (range == null) {
        joined.add(condition);
      } else {
        joined.set(joined.size() - 1, range);
      }
    }
    return joined.toArray(Evaluator[]::new);
  }

  /** Two comparisons of a column that an INTEGER passes where it is within a range. */
  private static final class IntegerRange extends Condition {
    private final IntegerToColumn first;
    private final IntegerToColumn second;
    private final long low;
    private final long high;

    private IntegerRange(IntegerToColumn first, IntegerToColumn second, long low, long high) {
      this.first = first;
      this.second = second;
      this.low = low;
      this.high = high;
    }

    /** Null where they accept no range. */
    static @Nullable IntegerRange of(IntegerToColumn first, IntegerToColumn second) {
      if (!first.acceptsRange() || !second.acceptsRange()) {
        return null;
      }
      return new IntegerRange(
          first,
          second,
          Math.max(first.low(), second.low()),
          Math.min(first.high(), second.high()));
    }

    @Override
    int truth(Frame frame) {
      if (first.left.eval(frame) == Cell.INTEGER) {
        long value = frame.integer;
        return value >= low && value <= high ? TRUE : FALSE;
      }
      int truth = first.truth(frame);
      return truth == TRUE ? second.truth(frame) : truth;
    }
  }

  private static final class RealToValue extends ConstantComparison {
    private final Evaluator left;
    private final double right;

    RealToValue(
        ComparisonOperator operator, Evaluator left, ConstantValue right, ComparisonRule rule) {
      super(operator, right, rule);
      this.left = left;
      this.right = right.real();
    }

    @Override
    int truth(Frame frame) {
      byte type = left.eval(frame);
      if (type == Cell.REAL) {
        double value = frame.real;
        return accept(value < right ? -1 : value > right ? 1 : 0);
      }
      return type == Cell.INTEGER
          ? accept(NumericText.compare(frame.integer, right))
          : decideOther(frame);
    }
  }

  /** TEXT that is compared as it is, byte by byte. */
  private static final class TextToValue extends ConstantComparison {
    private final Evaluator left;
    private final byte[] right;
    private final Collation collation;

    TextToValue(
        ComparisonOperator operator, Evaluator left, ConstantValue right, ComparisonRule rule) {
      super(operator, right, rule);
      this.left = left;
      this.right = right.copyOfBytes();
      collation = rule.collation();
    }

    @Override
    int truth(Frame frame) {
      if (left.eval(frame) != Cell.TEXT) {
        return decideOther(frame);
      }
      int order =
          collation == Collations.BINARY
              ? Arrays.compareUnsigned(
                  frame.bytes, frame.offset, frame.offset + frame.length, right, 0, right.length)
              : collation.compare(
                  frame.bytes,
                  frame.offset,
                  frame.length,
                  right,
                  0,
                  right.length,
                  TextEncoding.UTF_8);
      return accept(Integer.signum(order));
    }
  }
}
