package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;

/**
 * Turns conditions on a rowid, whose operands may be of any type, into a range of 64-bit integers.
 */
final class RowidBounds {
  private long low;
  private long high;

  long low() {
    return low;
  }

  long high() {
    return high;
  }

  boolean isEmpty() {
    return low > high;
  }

  void reset() {
    low = Long.MIN_VALUE;
    high = Long.MAX_VALUE;
  }

  private void clear() {
    low = 1;
    high = 0;
  }

  /**
   * Makes the range the one rowid that is equal to a value.
   *
   * @return false where there is none
   */
  boolean only(Cell value) {
    reset();
    narrow(ComparisonOperator.EQUAL, value);
    return !isEmpty();
  }

  /** Narrows the range to the rowids for which the comparison with the value holds. */
  void narrow(ComparisonOperator operator, Cell value) {
    ComparisonAffinity.applyToKey(Affinity.NUMERIC, value);
    switch (value.type) {
      case Cell.NULL -> clear();
      case Cell.INTEGER -> narrow(operator, value.integer);
      case Cell.REAL -> narrow(operator, value.real);
      default -> {
        // Every number is less than any TEXT or BLOB.
        if (operator != ComparisonOperator.LESS && operator != ComparisonOperator.LESS_OR_EQUAL) {
          clear();
        }
      }
    }
  }

  private void narrow(ComparisonOperator operator, long value) {
    switch (operator) {
      case EQUAL, IS -> {
        atLeast(value);
        atMost(value);
      }
      case GREATER -> {
        if (value == Long.MAX_VALUE) {
          clear();
        } else {
          atLeast(value + 1);
        }
      }
      case GREATER_OR_EQUAL -> atLeast(value);
      case LESS -> {
        if (value == Long.MIN_VALUE) {
          clear();
        } else {
          atMost(value - 1);
        }
      }
      case LESS_OR_EQUAL -> atMost(value);
      case NOT_EQUAL, IS_NOT -> throw new IllegalArgumentException("not a range: " + operator);
    }
  }

  private void narrow(ComparisonOperator operator, double value) {
    boolean lower =
        operator == ComparisonOperator.GREATER || operator == ComparisonOperator.GREATER_OR_EQUAL;
    if (value >= 0x1p63) {
      if (operator != ComparisonOperator.LESS && operator != ComparisonOperator.LESS_OR_EQUAL) {
        clear();
      }
    } else if (value < -0x1p63) {
      if (!lower) {
        clear();
      }
    } else if (value == Math.rint(value)) {
      narrow(operator, (long) value);
    } else if (operator == ComparisonOperator.EQUAL || operator == ComparisonOperator.IS) {
      clear();
    } else if (lower) {
      atLeast((long) Math.ceil(value));
    } else {
      atMost((long) Math.floor(value));
    }
  }

  private void atLeast(long value) {
    low = Math.max(low, value);
  }

  private void atMost(long value) {
    high = Math.min(high, value);
  }
}
