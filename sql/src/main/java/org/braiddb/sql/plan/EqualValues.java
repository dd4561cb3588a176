package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.ComparisonRule;
import org.jspecify.annotations.Nullable;

/** Reads {@code a = 1 OR a = 2} as {@code a IN (1, 2)}. */
final class EqualValues {
  private EqualValues() {}

  /**
   * The same as an IN; null where the parts are not all comparisons of one column, under one rule,
   * with constants or parameters.
   */
  static BoundExpr.@Nullable InList of(BoundExpr.Or or) {
    BoundExpr column = null;
    ComparisonRule rule = null;
    List<BoundExpr> values = new ArrayList<>(or.operands().size());
    for (BoundExpr operand : or.operands()) {
      if (!(operand instanceof BoundExpr.Comparison comparison)
          || comparison.operator() != ComparisonOperator.EQUAL) {
        return null;
      }
      boolean first = comparison.left() instanceof BoundExpr.Column;
      BoundExpr compared = first ? comparison.left() : comparison.right();
      BoundExpr value = first ? comparison.right() : comparison.left();
      boolean same =
          column == null
              ? compared instanceof BoundExpr.Column
              : compared.equals(column) && comparison.rule().equals(rule);
      if (!same || !(value instanceof BoundExpr.Constant || value instanceof BoundExpr.Parameter)) {
        return null;
      }
      column = compared;
      rule = comparison.rule();
      values.add(value);
    }
    return column == null || rule == null
        ? null
        : new BoundExpr.InList(false, column, values, rule);
  }
}
