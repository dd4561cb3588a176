package org.braiddb.sql.bind;

/** The operators that compute a number from two. */
public enum ArithmeticOperator {
  ADD,
  SUBTRACT,
  MULTIPLY,
  DIVIDE,
  REMAINDER,
  BIT_AND,
  BIT_OR,
  SHIFT_LEFT,
  SHIFT_RIGHT
}
