package org.braiddb.sql.vector;

import org.braiddb.sql.bind.ArithmeticOperator;
import org.braiddb.sql.value.Cell;

/** {@code + - * / %} of numbers. Integers that leave 64 bits are declined. */
final class VectorArithmetic extends VectorExpr {
  private final ArithmeticOperator operator;
  private final VectorExpr left;
  private final VectorExpr right;

  VectorArithmetic(ArithmeticOperator operator, VectorExpr left, VectorExpr right) {
    this.operator = operator;
    this.left = left;
    this.right = right;
  }

  /** Whether there is a way for an operator. */
  static boolean supports(ArithmeticOperator operator) {
    return switch (operator) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER -> true;
      case BIT_AND, BIT_OR, SHIFT_LEFT, SHIFT_RIGHT -> false;
    };
  }

  @Override
  boolean compute(Batch batch) {
    if (!left.evaluate(batch)
        || !right.evaluate(batch)
        || !left.isNumeric()
        || !right.isNumeric()) {
      return false;
    }
    int count = batch.count();
    if (!left.isNumber() || !right.isNumber()) {
      return mixed(count);
    }
    if (left.values.kind == Cell.INTEGER && right.values.kind == Cell.INTEGER) {
      return integers(count);
    }
    return reals(count);
  }

  private boolean integers(int count) {
    long[] a = left.values.integers;
    long[] b = right.values.integers;
    long[] to = values.integers(count);
    values.kind = Cell.INTEGER;
    return switch (operator) {
      case ADD -> add(a, b, to, count);
      case SUBTRACT -> subtract(a, b, to, count);
      case MULTIPLY -> multiply(a, b, to, count);
      case DIVIDE, REMAINDER -> mixed(count);
      case BIT_AND, BIT_OR, SHIFT_LEFT, SHIFT_RIGHT -> throw unsupported();
    };
  }

  private static boolean add(long[] a, long[] b, long[] to, int count) {
    long overflow = 0;
    for (int k = 0; k < count; k++) {
      long sum = a[k] + b[k];
      overflow |= (a[k] ^ sum) & (b[k] ^ sum);
      to[k] = sum;
    }
    return overflow >= 0;
  }

  private static boolean subtract(long[] a, long[] b, long[] to, int count) {
    long overflow = 0;
    for (int k = 0; k < count; k++) {
      long difference = a[k] - b[k];
      overflow |= (a[k] ^ b[k]) & (a[k] ^ difference);
      to[k] = difference;
    }
    return overflow >= 0;
  }

  private static boolean multiply(long[] a, long[] b, long[] to, int count) {
    long overflow = 0;
    for (int k = 0; k < count; k++) {
      long product = a[k] * b[k];
      overflow |= Math.multiplyHigh(a[k], b[k]) ^ (product >> 63);
      to[k] = product;
    }
    return overflow == 0;
  }

  private boolean reals(int count) {
    if (operator == ArithmeticOperator.REMAINDER) {
      return false;
    }
    double[] a = left.values.asReals(count);
    double[] b = right.values.asReals(count);
    double[] to = values.reals(count);
    values.kind = Cell.REAL;
    switch (operator) {
      case ADD -> {
        for (int k = 0; k < count; k++) {
          to[k] = a[k] + b[k];
        }
      }
      case SUBTRACT -> {
        for (int k = 0; k < count; k++) {
          to[k] = a[k] - b[k];
        }
      }
      case MULTIPLY -> {
        for (int k = 0; k < count; k++) {
          to[k] = a[k] * b[k];
        }
      }
      case DIVIDE -> {
        return mixed(count);
      }
      case REMAINDER, BIT_AND, BIT_OR, SHIFT_LEFT, SHIFT_RIGHT -> throw unsupported();
    }
    boolean ordinary = true;
    for (int k = 0; k < count; k++) {
      ordinary &= !Double.isNaN(to[k]); // which is NULL
    }
    return ordinary || mixed(count);
  }

  /** Value by value. */
  private boolean mixed(int count) {
    Vector a = left.values;
    Vector b = right.values;
    values.mix(count);
    for (int k = 0; k < count; k++) {
      byte leftType = a.type(k);
      byte rightType = b.type(k);
      if (leftType == Cell.NULL || rightType == Cell.NULL) {
        values.types[k] = Cell.NULL;
      } else if (leftType == Cell.INTEGER && rightType == Cell.INTEGER) {
        if (!setInteger(k, a.integers[k], b.integers[k])) {
          return false;
        }
      } else if (operator == ArithmeticOperator.REMAINDER) {
        return false;
      } else {
        setReal(k, a.real(k), b.real(k));
      }
    }
    return true;
  }

  private boolean setInteger(int at, long a, long b) {
    return switch (operator) {
      case ADD -> {
        values.setInteger(at, a + b);
        yield ((a ^ (a + b)) & (b ^ (a + b))) >= 0;
      }
      case SUBTRACT -> {
        values.setInteger(at, a - b);
        yield ((a ^ b) & (a ^ (a - b))) >= 0;
      }
      case MULTIPLY -> {
        values.setInteger(at, a * b);
        yield Math.multiplyHigh(a, b) == (a * b) >> 63;
      }
      case DIVIDE, REMAINDER -> b != -1 && setQuotient(at, a, b);
      case BIT_AND, BIT_OR, SHIFT_LEFT, SHIFT_RIGHT -> throw unsupported();
    };
  }

  private boolean setQuotient(int at, long a, long b) {
    if (b == 0) {
      values.types[at] = Cell.NULL;
    } else {
      values.setInteger(at, operator == ArithmeticOperator.DIVIDE ? a / b : a % b);
    }
    return true;
  }

  private void setReal(int at, double a, double b) {
    switch (operator) {
      case ADD -> values.setReal(at, a + b);
      case SUBTRACT -> values.setReal(at, a - b);
      case MULTIPLY -> values.setReal(at, a * b);
      case DIVIDE -> values.setReal(at, b == 0.0 ? Double.NaN : a / b);
      case REMAINDER, BIT_AND, BIT_OR, SHIFT_LEFT, SHIFT_RIGHT -> throw unsupported();
    }
  }

  private IllegalStateException unsupported() {
    return new IllegalStateException("no operator of numbers: " + operator);
  }
}
