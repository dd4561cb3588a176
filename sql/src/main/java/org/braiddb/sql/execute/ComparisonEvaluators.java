package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.ValueComparator;
import org.braiddb.storage.record.Collation;

/** Comparisons of values and row values. */
final class ComparisonEvaluators {
  private ComparisonEvaluators() {}

  /** Any two values. */
  static final class Compare extends Condition {
    private final ComparisonOperator operator;
    private final Evaluator left;
    private final Evaluator right;
    private final Affinity affinity;
    private final Collation collation;
    private final boolean nullSafe;
    private final Cell saved = new Cell();

    Compare(ComparisonOperator operator, Evaluator left, Evaluator right, ComparisonRule rule) {
      this.operator = operator;
      this.left = left;
      this.right = right;
      affinity = rule.affinity();
      collation = rule.collation();
      nullSafe = operator.nullSafe();
    }

    @Override
    int truth(Frame frame) {
      byte leftType = left.eval(frame);
      if (leftType == Cell.INTEGER) {
        long leftValue = frame.integer;
        if (right.eval(frame) == Cell.INTEGER) {
          return operator.holds(Long.compare(leftValue, frame.integer)) ? TRUE : FALSE;
        }
        saved.setInteger(leftValue);
      } else {
        if (leftType == Cell.NULL && !nullSafe) {
          return UNKNOWN;
        }
        saved.copyFrom(frame);
        right.eval(frame);
      }
      return compareSaved(frame);
    }

    private int compareSaved(Frame frame) {
      if (saved.type == Cell.NULL || frame.type == Cell.NULL) {
        if (!nullSafe) {
          return UNKNOWN;
        }
        boolean same = saved.type == frame.type;
        return same == (operator == ComparisonOperator.IS) ? TRUE : FALSE;
      }
      ComparisonAffinity.apply(affinity, saved, frame);
      int order = ValueComparator.compare(saved, frame, collation);
      return operator.holds(order) ? TRUE : FALSE;
    }
  }

  /** Row values, column by column. Source: SQLite, "Row Values", section 2.1. */
  static final class CompareRows extends Condition {
    private final ComparisonOperator operator;
    private final Evaluator[] left;
    private final Evaluator[] right;
    private final ComparisonRule[] rules;
    private final Cell saved = new Cell();

    CompareRows(
        ComparisonOperator operator, Evaluator[] left, Evaluator[] right, ComparisonRule[] rules) {
      this.operator = operator;
      this.left = left;
      this.right = right;
      this.rules = rules;
    }

    @Override
    int truth(Frame frame) {
      return switch (operator) {
        case EQUAL, NOT_EQUAL -> negateIf(operator == ComparisonOperator.NOT_EQUAL, equal(frame));
        case IS, IS_NOT -> negateIf(operator == ComparisonOperator.IS_NOT, same(frame));
        case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> ordered(frame);
      };
    }

    private static int negateIf(boolean negate, int truth) {
      return negate && truth != UNKNOWN ? TRUE - truth : truth;
    }

    private int equal(Frame frame) {
      int result = TRUE;
      for (int i = 0; i < left.length; i++) {
        if (load(i, frame)) {
          result = UNKNOWN;
        } else if (ValueComparator.compare(saved, frame, rules[i].collation()) != 0) {
          return FALSE;
        }
      }
      return result;
    }

    private int same(Frame frame) {
      for (int i = 0; i < left.length; i++) {
        if (load(i, frame)) {
          if (saved.type != frame.type) {
            return FALSE;
          }
        } else if (ValueComparator.compare(saved, frame, rules[i].collation()) != 0) {
          return FALSE;
        }
      }
      return TRUE;
    }

    private int ordered(Frame frame) {
      int last = left.length - 1;
      for (int i = 0; i <= last; i++) {
        if (load(i, frame)) {
          return UNKNOWN;
        }
        int order = ValueComparator.compare(saved, frame, rules[i].collation());
        if (order != 0 || i == last) {
          return operator.holds(order) ? TRUE : FALSE;
        }
      }
      return UNKNOWN;
    }

    /** Loads both values, converted; true where one of them is NULL. */
    private boolean load(int i, Frame frame) {
      left[i].eval(frame);
      saved.copyFrom(frame);
      right[i].eval(frame);
      if (saved.type == Cell.NULL || frame.type == Cell.NULL) {
        return true;
      }
      ComparisonAffinity.apply(rules[i].affinity(), saved, frame);
      return false;
    }
  }

  /** BETWEEN; the value is computed once. */
  static final class Between extends Condition {
    private final boolean negated;
    private final Evaluator value;
    private final Evaluator low;
    private final Evaluator high;
    private final ComparisonRule lowRule;
    private final ComparisonRule highRule;
    private final Cell saved = new Cell();
    private final Cell operand = new Cell();

    Between(
        boolean negated,
        Evaluator value,
        Evaluator low,
        Evaluator high,
        ComparisonRule lowRule,
        ComparisonRule highRule) {
      this.negated = negated;
      this.value = value;
      this.low = low;
      this.high = high;
      this.lowRule = lowRule;
      this.highRule = highRule;
    }

    @Override
    int truth(Frame frame) {
      value.eval(frame);
      saved.copyFrom(frame);
      int lower = side(low, lowRule, ComparisonOperator.GREATER_OR_EQUAL, frame);
      if (lower == FALSE) {
        return negated ? TRUE : FALSE;
      }
      int upper = side(high, highRule, ComparisonOperator.LESS_OR_EQUAL, frame);
      int both = upper == FALSE ? FALSE : lower == UNKNOWN ? UNKNOWN : upper;
      return both == UNKNOWN || !negated ? both : TRUE - both;
    }

    private int side(
        Evaluator bound, ComparisonRule rule, ComparisonOperator operator, Frame frame) {
      if (bound.eval(frame) == Cell.NULL || saved.type == Cell.NULL) {
        return UNKNOWN;
      }
      operand.copyFrom(saved);
      ComparisonAffinity.apply(rule.affinity(), operand, frame);
      return operator.holds(ValueComparator.compare(operand, frame, rule.collation()))
          ? TRUE
          : FALSE;
    }
  }
}
