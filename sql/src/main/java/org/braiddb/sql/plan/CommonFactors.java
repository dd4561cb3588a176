package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.BoundExpr;

/**
 * What every part of an OR asks for, the whole asks for: {@code (a = b AND c) OR (a = b AND d)}
 * holds only where {@code a = b} does, by which tables can be searched and joined.
 *
 * <p>The OR stays as it is, since its parts may be looked up one by one. So only what is cheap to
 * decide twice, and gives the same answer twice, is taken.
 */
final class CommonFactors {
  private CommonFactors() {}

  /** What conditions that must all hold imply so, without what is among them already. */
  static List<BoundExpr> of(List<BoundExpr> conditions) {
    List<BoundExpr> factors = new ArrayList<>();
    for (BoundExpr condition : conditions) {
      if (condition instanceof BoundExpr.Or or) {
        for (BoundExpr part : Conjuncts.of(or.operands().getFirst())) {
          if (isPlain(part)
              && isInAll(or.operands(), part)
              && !conditions.contains(part)
              && !factors.contains(part)) {
            factors.add(part);
          }
        }
      }
    }
    return factors;
  }

  private static boolean isInAll(List<BoundExpr> alternatives, BoundExpr part) {
    return alternatives.stream().skip(1).allMatch(each -> Conjuncts.of(each).contains(part));
  }

  private static boolean isPlain(BoundExpr condition) {
    return switch (condition) {
      case BoundExpr.Comparison comparison ->
          isValue(comparison.left()) && isValue(comparison.right());
      case BoundExpr.InList in ->
          isValue(in.value()) && in.list().stream().allMatch(CommonFactors::isValue);
      case BoundExpr.IsNull isNull -> isValue(isNull.operand());
      default -> false;
    };
  }

  private static boolean isValue(BoundExpr operand) {
    return operand instanceof BoundExpr.Column
        || operand instanceof BoundExpr.Constant
        || operand instanceof BoundExpr.Parameter;
  }
}
