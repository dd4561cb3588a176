package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;

/**
 * The comparison of a value and an INTEGER known beforehand: the most frequent one. What an order
 * of the two means is a bit of a mask, so that neither branch nor switch is taken for it.
 */
abstract class IntegerComparison extends Condition {
  private final long right;
  private final int accepted;
  private final Cell rightCell = new Cell();
  private final ComparisonRule rule;

  private IntegerComparison(ComparisonOperator operator, long right, ComparisonRule rule) {
    this.right = right;
    this.rule = rule;
    int mask = 0;
    for (int order = -1; order <= 1; order++) {
      mask |= operator.holds(order) ? 1 << (order + 1) : 0;
    }
    accepted = mask;
  }

  static IntegerComparison of(
      ComparisonOperator operator, Evaluator left, long right, ComparisonRule rule) {
    return left instanceof RecordColumn column
        ? new OfColumn(operator, column, right, rule)
        : new OfValue(operator, left, right, rule);
  }

  /** Decides for the value that an evaluator has left in the frame. */
  final int decide(byte type, Frame frame) {
    if (type == Cell.INTEGER) {
      return accepted >>> (Long.compare(frame.integer, right) + 1) & 1;
    }
    return type == Cell.NULL ? UNKNOWN : decideOther(frame);
  }

  private int decideOther(Frame frame) {
    rightCell.setInteger(right);
    ComparisonAffinity.apply(rule.affinity(), frame, rightCell);
    int order = ValueComparator.compare(frame, rightCell, rule.collation());
    return accepted >>> (Integer.signum(order) + 1) & 1;
  }

  private static final class OfValue extends IntegerComparison {
    private final Evaluator left;

    OfValue(ComparisonOperator operator, Evaluator left, long right, ComparisonRule rule) {
      super(operator, right, rule);
      this.left = left;
    }

    @Override
    int truth(Frame frame) {
      return decide(left.eval(frame), frame);
    }
  }

  /** As the other, in a class of its own so that reading the column is no virtual call. */
  private static final class OfColumn extends IntegerComparison {
    private final RecordColumn left;

    OfColumn(ComparisonOperator operator, RecordColumn left, long right, ComparisonRule rule) {
      super(operator, right, rule);
      this.left = left;
    }

    @Override
    int truth(Frame frame) {
      return decide(left.eval(frame), frame);
    }
  }
}
