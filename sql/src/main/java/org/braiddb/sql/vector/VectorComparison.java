package org.braiddb.sql.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.NumericText;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;

/** A comparison of numbers with numbers, or of TEXT with TEXT under a built-in collation. */
final class VectorComparison extends VectorCondition {
  /** What {@link #order} says of NULL. */
  private static final int NO_ORDER = 2;

  /** What {@link #order} says of values that it does not compare. */
  private static final int DECLINED = 3;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private final ComparisonOperator operator;

  /** Two bits for each order, from -1 to 1: the answer. */
  private final int accepted;

  private final VectorExpr left;
  private final VectorExpr right;
  private final boolean numbers;
  private final boolean texts;
  private final Collation collation;

  VectorComparison(
      ComparisonOperator operator, VectorExpr left, VectorExpr right, ComparisonRule rule) {
    boolean swapped =
        operator == ComparisonOperator.GREATER || operator == ComparisonOperator.GREATER_OR_EQUAL;
    this.operator = swapped ? operator.mirrored() : operator;
    this.left = swapped ? right : left;
    this.right = swapped ? left : right;
    int mask = 0;
    for (int order = -1; order <= 1; order++) {
      mask |= this.operator.holds(order) ? TRUE << 2 * (order + 1) : FALSE;
    }
    accepted = mask;
    // Other affinities leave these types alone.
    numbers = rule.affinity() != Affinity.REAL;
    collation = rule.collation();
    texts =
        collation instanceof Collations
            && (rule.affinity() == Affinity.BLOB || rule.affinity() == Affinity.TEXT);
  }

  VectorExpr left() {
    return left;
  }

  VectorExpr right() {
    return right;
  }

  /** Whether it is that the one is less than the other, or equal. */
  boolean isOrder() {
    return operator == ComparisonOperator.LESS || operator == ComparisonOperator.LESS_OR_EQUAL;
  }

  /** Whether it does not hold of equal values. */
  boolean isStrict() {
    return operator == ComparisonOperator.LESS;
  }

  /** Whether it compares numbers as they are. */
  boolean comparesNumbers() {
    return numbers;
  }

  /** Whether it compares TEXT byte by byte. */
  boolean comparesTexts() {
    return texts && collation == Collations.BINARY;
  }

  @Override
  boolean decide(Batch batch, byte[] answers) {
    if (!left.evaluate(batch) || !right.evaluate(batch)) {
      return false;
    }
    int count = batch.count();
    if (left.isNumber() && right.isNumber()) {
      return numbers && numbers(answers, count);
    }
    if (texts && left.values.kind == Cell.TEXT && right.values.kind == Cell.TEXT) {
      texts(left.values, right.values, answers, count);
      return true;
    }
    return each(answers, count);
  }

  private boolean numbers(byte[] answers, int count) {
    if (left.values.kind != right.values.kind) {
      return each(answers, count);
    }
    if (left.values.kind == Cell.INTEGER) {
      integers(left.values.integers, right.values.integers, answers, count);
    } else {
      reals(left.values.reals, right.values.reals, answers, count);
    }
    return true;
  }

  private void integers(long[] a, long[] b, byte[] answers, int count) {
    switch (operator) {
      case EQUAL, IS -> {
        for (int k = 0; k < count; k++) {
          answers[k] = a[k] == b[k] ? TRUE : FALSE;
        }
      }
      case NOT_EQUAL, IS_NOT -> {
        for (int k = 0; k < count; k++) {
          answers[k] = a[k] != b[k] ? TRUE : FALSE;
        }
      }
      case LESS -> {
        for (int k = 0; k < count; k++) {
          answers[k] = a[k] < b[k] ? TRUE : FALSE;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int k = 0; k < count; k++) {
          answers[k] = a[k] <= b[k] ? TRUE : FALSE;
        }
      }
      case GREATER, GREATER_OR_EQUAL -> throw mirrored();
    }
  }

  private void reals(double[] a, double[] b, byte[] answers, int count) {
    switch (operator) {
      case EQUAL, IS -> {
        for (int k = 0; k < count; k++) {
          answers[k] = a[k] == b[k] ? TRUE : FALSE;
        }
      }
      case NOT_EQUAL, IS_NOT -> {
        for (int k = 0; k < count; k++) {
          answers[k] = a[k] != b[k] ? TRUE : FALSE;
        }
      }
      case LESS -> {
        for (int k = 0; k < count; k++) {
          answers[k] = a[k] < b[k] ? TRUE : FALSE;
        }
      }
      case LESS_OR_EQUAL -> {
        for (int k = 0; k < count; k++) {
          answers[k] = a[k] <= b[k] ? TRUE : FALSE;
        }
      }
      case GREATER, GREATER_OR_EQUAL -> throw mirrored();
    }
  }

  private static IllegalStateException mirrored() {
    return new IllegalStateException("the operands were to be exchanged");
  }

  private boolean each(byte[] answers, int count) {
    for (int k = 0; k < count; k++) {
      int order = order(k);
      if (order == DECLINED) {
        return false;
      }
      answers[k] = order == NO_ORDER ? ofNull(k) : operator.holds(order) ? TRUE : FALSE;
    }
    return true;
  }

  private byte ofNull(int at) {
    if (!operator.nullSafe()) {
      return UNKNOWN;
    }
    boolean same = left.values.type(at) == right.values.type(at);
    return same == (operator == ComparisonOperator.IS) ? TRUE : FALSE;
  }

  private int order(int at) {
    Vector a = left.values;
    Vector b = right.values;
    byte leftType = a.type(at);
    byte rightType = b.type(at);
    if (leftType == Cell.NULL || rightType == Cell.NULL) {
      return NO_ORDER;
    }
    if (leftType == Cell.TEXT && rightType == Cell.TEXT) {
      return texts ? texts(a, b, at) : DECLINED;
    }
    if (!numbers || leftType == Cell.TEXT || rightType == Cell.TEXT) {
      return DECLINED;
    }
    if (leftType == Cell.INTEGER) {
      return rightType == Cell.INTEGER
          ? Long.compare(a.integers[at], b.integers[at])
          : NumericText.compare(a.integers[at], b.reals[at]);
    }
    return rightType == Cell.INTEGER
        ? -NumericText.compare(b.integers[at], a.reals[at])
        : a.reals[at] < b.reals[at] ? -1 : a.reals[at] > b.reals[at] ? 1 : 0;
  }

  private void texts(Vector a, Vector b, byte[] answers, int count) {
    for (int k = 0; k < count; k++) {
      answers[k] = answer(texts(a, b, k));
    }
  }

  /** The answer for one row, both of whose values are TEXT. */
  byte ofTexts(int at) {
    return answer(texts(left.values, right.values, at));
  }

  private byte answer(int order) {
    return (byte) (accepted >>> 2 * (order + 1) & TRUE);
  }

  private int texts(Vector a, Vector b, int at) {
    int leftFrom = a.offsets[at];
    int rightFrom = b.offsets[at];
    if (collation != Collations.BINARY) {
      return Integer.signum(
          collation.compare(
              a.bytes,
              leftFrom,
              a.lengths[at],
              b.bytes,
              rightFrom,
              b.lengths[at],
              TextEncoding.UTF_8)); // there are vectors for no other
    }
    int same = 0;
    if (a.lengths[at] >= Long.BYTES && b.lengths[at] >= Long.BYTES) {
      long leftHead = (long) LONG.get(a.bytes, leftFrom);
      long rightHead = (long) LONG.get(b.bytes, rightFrom);
      if (leftHead != rightHead) {
        return Long.compareUnsigned(leftHead, rightHead) < 0 ? -1 : 1;
      }
      same = Long.BYTES;
    }
    int order =
        Arrays.compareUnsigned(
            a.bytes,
            leftFrom + same,
            leftFrom + a.lengths[at],
            b.bytes,
            rightFrom + same,
            rightFrom + b.lengths[at]);
    return Integer.signum(order);
  }
}
