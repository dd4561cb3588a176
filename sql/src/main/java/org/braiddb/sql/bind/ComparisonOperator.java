package org.braiddb.sql.bind;

/** The operators that compare. {@code IS} and {@code IS_NOT} treat NULL as a value. */
public enum ComparisonOperator {
  EQUAL("="),
  NOT_EQUAL("<>"),
  LESS("<"),
  LESS_OR_EQUAL("<="),
  GREATER(">"),
  GREATER_OR_EQUAL(">="),
  IS("IS"),
  IS_NOT("IS NOT");

  private final String sql;

  ComparisonOperator(String sql) {
    this.sql = sql;
  }

  /** The operator as SQL writes it. */
  public String sql() {
    return sql;
  }

  /** Whether it has an answer for NULL. */
  public boolean nullSafe() {
    return this == IS || this == IS_NOT;
  }

  /** Whether it asks for what is less, or for what is greater. */
  public boolean isRange() {
    return switch (this) {
      case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
      case EQUAL, NOT_EQUAL, IS, IS_NOT -> false;
    };
  }

  /** The operator that holds for what is equal, too. */
  public ComparisonOperator orEqual() {
    return switch (this) {
      case LESS, LESS_OR_EQUAL -> LESS_OR_EQUAL;
      case GREATER, GREATER_OR_EQUAL -> GREATER_OR_EQUAL;
      case EQUAL, NOT_EQUAL, IS, IS_NOT -> this;
    };
  }

  /** The operator that holds with the operands exchanged. */
  public ComparisonOperator mirrored() {
    return switch (this) {
      case LESS -> GREATER;
      case LESS_OR_EQUAL -> GREATER_OR_EQUAL;
      case GREATER -> LESS;
      case GREATER_OR_EQUAL -> LESS_OR_EQUAL;
      case EQUAL, NOT_EQUAL, IS, IS_NOT -> this;
    };
  }

  /** Whether it holds for operands that compare like this: negative, zero, positive. */
  public boolean holds(int order) {
    return switch (this) {
      case EQUAL, IS -> order == 0;
      case NOT_EQUAL, IS_NOT -> order != 0;
      case LESS -> order < 0;
      case LESS_OR_EQUAL -> order <= 0;
      case GREATER -> order > 0;
      case GREATER_OR_EQUAL -> order >= 0;
    };
  }
}
