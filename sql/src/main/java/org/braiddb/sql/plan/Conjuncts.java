package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.ComparisonOperator;

/** Takes conditions apart into parts that must all hold. */
final class Conjuncts {
  private Conjuncts() {}

  static List<BoundExpr> of(BoundExpr condition) {
    List<BoundExpr> parts = new ArrayList<>();
    collect(condition, parts);
    return parts;
  }

  private static void collect(BoundExpr condition, List<BoundExpr> parts) {
    switch (condition) {
      case BoundExpr.And and -> and.operands().forEach(operand -> collect(operand, parts));
      case BoundExpr.Between between
          when !between.negated() && between.value() instanceof BoundExpr.Column -> {
        parts.add(
            new BoundExpr.Comparison(
                ComparisonOperator.GREATER_OR_EQUAL,
                between.value(),
                between.low(),
                between.lowRule()));
        parts.add(
            new BoundExpr.Comparison(
                ComparisonOperator.LESS_OR_EQUAL,
                between.value(),
                between.high(),
                between.highRule()));
      }
      case BoundExpr.RowComparison rows when rows.operator() == ComparisonOperator.EQUAL -> {
        for (int i = 0; i < rows.left().size(); i++) {
          parts.add(
              new BoundExpr.Comparison(
                  ComparisonOperator.EQUAL,
                  rows.left().get(i),
                  rows.right().get(i),
                  rows.rules().get(i)));
        }
      }
      default -> parts.add(condition);
    }
  }
}
