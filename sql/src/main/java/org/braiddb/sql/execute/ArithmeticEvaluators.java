package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ArithmeticOperator;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.NumericText;

/** Operators that compute numbers. Integers that overflow become reals, as in SQLite. */
final class ArithmeticEvaluators {
  private ArithmeticEvaluators() {}

  static Evaluator of(ArithmeticOperator operator, Evaluator left, Evaluator right) {
    return switch (operator) {
      case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
          right instanceof ConstantEvaluator constant && constant.value().type() == Cell.INTEGER
              ? new NumberAndInteger(operator, left, constant)
              : new Number(operator, left, right);
      case BIT_AND, BIT_OR, SHIFT_LEFT, SHIFT_RIGHT -> new Bits(operator, left, right);
    };
  }

  /** With an INTEGER on the right that is known beforehand. */
  private static final class NumberAndInteger extends Evaluator {
    private final Evaluator left;
    private final long right;
    private final Number number;

    NumberAndInteger(ArithmeticOperator operator, Evaluator left, ConstantEvaluator right) {
      this.left = left;
      this.right = right.value().integer();
      number = new Number(operator, left, right);
    }

    @Override
    public byte eval(Frame frame) {
      byte type = left.eval(frame);
      if (type == Cell.INTEGER) {
        return number.integers(frame.integer, right, frame);
      }
      return number.mixedWithInteger(right, frame);
    }
  }

  private static final class Number extends Evaluator {
    private final ArithmeticOperator operator;
    private final Evaluator left;
    private final Evaluator right;
    private final Cell saved = new Cell();

    Number(ArithmeticOperator operator, Evaluator left, Evaluator right) {
      this.operator = operator;
      this.left = left;
      this.right = right;
    }

    @Override
    public byte eval(Frame frame) {
      byte leftType = left.eval(frame);
      if (leftType == Cell.INTEGER) {
        long leftValue = frame.integer;
        if (right.eval(frame) == Cell.INTEGER) {
          return integers(leftValue, frame.integer, frame);
        }
        saved.setInteger(leftValue);
      } else {
        saved.copyFrom(frame);
        right.eval(frame);
      }
      return mixed(frame);
    }

    /** With the left operand in the frame, which is no INTEGER. */
    byte mixedWithInteger(long rightValue, Frame frame) {
      saved.copyFrom(frame);
      frame.setInteger(rightValue);
      return mixed(frame);
    }

    private byte mixed(Frame frame) {
      if (saved.type == Cell.NULL || frame.type == Cell.NULL) {
        frame.type = Cell.NULL;
        return Cell.NULL;
      }
      if (operator == ArithmeticOperator.REMAINDER) {
        return remainder(frame);
      }
      // Beside a REAL the text '-0' is one too, and keeps its sign.
      double a = saved.toReal();
      double b = frame.toReal();
      NumericText.convertToOperand(saved);
      NumericText.convertToOperand(frame);
      if (saved.type == Cell.INTEGER && frame.type == Cell.INTEGER) {
        return integers(saved.integer, frame.integer, frame);
      }
      return reals(a, b, frame);
    }

    byte integers(long a, long b, Frame frame) {
      switch (operator) {
        case ADD -> {
          long sum = a + b;
          if (((a ^ sum) & (b ^ sum)) < 0) {
            return reals(a, b, frame);
          }
          frame.integer = sum;
        }
        case SUBTRACT -> {
          long difference = a - b;
          if (((a ^ b) & (a ^ difference)) < 0) {
            return reals(a, b, frame);
          }
          frame.integer = difference;
        }
        case MULTIPLY -> {
          long product = a * b;
          if (Math.multiplyHigh(a, b) != product >> 63) {
            return reals(a, b, frame);
          }
          frame.integer = product;
        }
        case DIVIDE -> {
          if (b == 0) {
            frame.type = Cell.NULL;
            return Cell.NULL;
          }
          if (a == Long.MIN_VALUE && b == -1) {
            return reals(a, b, frame);
          }
          frame.integer = a / b;
        }
        case REMAINDER -> {
          if (b == 0) {
            frame.type = Cell.NULL;
            return Cell.NULL;
          }
          frame.integer = b == -1 ? 0 : a % b;
        }
        case BIT_AND, BIT_OR, SHIFT_LEFT, SHIFT_RIGHT ->
            throw new IllegalStateException("not an operator of numbers: " + operator);
      }
      frame.type = Cell.INTEGER;
      return Cell.INTEGER;
    }

    private byte reals(double a, double b, Frame frame) {
      switch (operator) {
        case ADD -> frame.setReal(a + b);
        case SUBTRACT -> frame.setReal(a - b);
        case MULTIPLY -> frame.setReal(a * b);
        case DIVIDE -> {
          if (b == 0.0) {
            frame.setNull();
          } else {
            frame.setReal(a / b);
          }
        }
        case REMAINDER -> throw new IllegalStateException("the remainder is one of integers");
        case BIT_AND, BIT_OR, SHIFT_LEFT, SHIFT_RIGHT ->
            throw new IllegalStateException("not an operator of numbers: " + operator);
      }
      return frame.type;
    }

    /** Of the integers that the operands begin with, but REAL where one is no integer. */
    private byte remainder(Frame frame) {
      long a = saved.toInteger();
      long b = frame.toInteger();
      NumericText.convertToOperand(saved);
      NumericText.convertToOperand(frame);
      boolean integers = saved.type == Cell.INTEGER && frame.type == Cell.INTEGER;
      byte type = integers(a, b, frame);
      if (!integers && type == Cell.INTEGER) {
        frame.setReal(frame.integer);
      }
      return frame.type;
    }
  }

  private static final class Bits extends Evaluator {
    private final ArithmeticOperator operator;
    private final Evaluator left;
    private final Evaluator right;

    Bits(ArithmeticOperator operator, Evaluator left, Evaluator right) {
      this.operator = operator;
      this.left = left;
      this.right = right;
    }

    @Override
    public byte eval(Frame frame) {
      boolean leftNull = left.eval(frame) == Cell.NULL;
      long a = leftNull ? 0 : frame.toInteger();
      if (right.eval(frame) == Cell.NULL || leftNull) {
        frame.type = Cell.NULL;
        return Cell.NULL;
      }
      long b = frame.toInteger();
      frame.type = Cell.INTEGER;
      frame.integer =
          switch (operator) {
            case BIT_AND -> a & b;
            case BIT_OR -> a | b;
            case SHIFT_LEFT -> shiftLeft(a, b);
            case SHIFT_RIGHT -> b == Long.MIN_VALUE ? 0 : shiftLeft(a, -b);
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER ->
                throw new IllegalStateException("not an operator of bits: " + operator);
          };
      return Cell.INTEGER;
    }

    /** Negative counts shift the other way; counts of 64 and more shift everything out. */
    private static long shiftLeft(long value, long count) {
      if (count >= 0) {
        return count >= 64 ? 0 : value << count;
      }
      return count <= -64 ? value >> 63 : value >> -count;
    }
  }

  static final class Negate extends Evaluator {
    private final Evaluator operand;

    Negate(Evaluator operand) {
      this.operand = operand;
    }

    @Override
    public byte eval(Frame frame) {
      if (operand.eval(frame) == Cell.NULL) {
        return Cell.NULL;
      }
      NumericText.convertToOperand(frame);
      if (frame.type == Cell.INTEGER && frame.integer != Long.MIN_VALUE) {
        frame.integer = -frame.integer;
      } else {
        // SQLite computes 0 - x, so that zero keeps no sign.
        frame.setReal(0.0 - frame.toReal());
      }
      return frame.type;
    }
  }

  static final class BitNot extends Evaluator {
    private final Evaluator operand;

    BitNot(Evaluator operand) {
      this.operand = operand;
    }

    @Override
    public byte eval(Frame frame) {
      if (operand.eval(frame) == Cell.NULL) {
        return Cell.NULL;
      }
      frame.setInteger(~frame.toInteger());
      return Cell.INTEGER;
    }
  }
}
