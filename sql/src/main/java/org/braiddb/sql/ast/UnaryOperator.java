package org.braiddb.sql.ast;

/** The prefix operators. */
public enum UnaryOperator {
  NOT("NOT"),
  NEGATE("-"),
  /** Changes no value, but keeps the operand from being matched with an index. */
  PLUS("+"),
  BIT_NOT("~");

  private final String sql;

  UnaryOperator(String sql) {
    this.sql = sql;
  }

  /** The operator as SQL writes it. */
  public String sql() {
    return sql;
  }
}
