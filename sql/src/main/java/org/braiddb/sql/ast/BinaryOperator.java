package org.braiddb.sql.ast;

/**
 * The infix operators that take two values. {@code x IS NOT DISTINCT FROM y} is read as {@link #IS}
 * and {@code x IS DISTINCT FROM y} as {@link #IS_NOT}, which is what they mean; {@code x IS NULL}
 * is an {@link Expr.IsNull}.
 */
public enum BinaryOperator {
  OR("OR"),
  AND("AND"),
  EQUAL("="),
  NOT_EQUAL("<>"),
  IS("IS"),
  IS_NOT("IS NOT"),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  BIT_AND("&"),
  BIT_OR("|"),
  SHIFT_LEFT("<<"),
  SHIFT_RIGHT(">>"),
  ADD("+"),
  SUBTRACT("-"),
  MULTIPLY("*"),
  DIVIDE("/"),
  REMAINDER("%"),
  CONCATENATE("||"),
  /** {@code ->}: calls the function of that name. */
  ARROW("->"),
  /** {@code ->>}: calls the function of that name. */
  DOUBLE_ARROW("->>");

  private final String sql;

  BinaryOperator(String sql) {
    this.sql = sql;
  }

  /** The operator as SQL writes it. */
  public String sql() {
    return sql;
  }
}
