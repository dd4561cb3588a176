package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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

  /** The condition whose parts are these; empty for none. */
  static Optional<BoundExpr> joined(List<BoundExpr> parts) {
    return switch (parts.size()) {
      case 0 -> Optional.empty();
      case 1 -> Optional.of(parts.getFirst());
      default -> Optional.of(new BoundExpr.And(parts));
    };
  }

  /** Rows are first compared by their first values: what that implies can narrow a search. */
  private static void addFirstColumn(BoundExpr.RowComparison rows, List<BoundExpr> parts) {
    BoundExpr left = rows.left().getFirst();
    BoundExpr right = rows.right().getFirst();
    if (left instanceof BoundExpr.Column || right instanceof BoundExpr.Column) {
      parts.add(
          new BoundExpr.Comparison(
              rows.operator().orEqual(), left, right, rows.rules().getFirst()));
    }
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
      case BoundExpr.RowComparison rows when rows.operator().isRange() -> {
        parts.add(rows);
        addFirstColumn(rows, parts);
      }
      default -> parts.add(condition);
    }
  }
}
