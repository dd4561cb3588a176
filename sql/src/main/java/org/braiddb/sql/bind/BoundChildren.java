package org.braiddb.sql.bind;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The operands of an expression, in evaluation order; subqueries are not entered. */
public final class BoundChildren {
  private BoundChildren() {}

  /** Whether a test holds for one of the operands; those after it are not tested. */
  public static boolean any(BoundExpr expr, Predicate<? super BoundExpr> test) {
    if (isLeaf(expr)) {
      return false;
    }
    return switch (expr) {
      case BoundExpr.Constant _,
          BoundExpr.Parameter _,
          BoundExpr.Column _,
          BoundExpr.Output _,
          BoundExpr.ScalarQuery _,
          BoundExpr.Exists _ ->
          false;
      case BoundExpr.And and -> any(and.operands(), test);
      case BoundExpr.Or or -> any(or.operands(), test);
      case BoundExpr.Not not -> test.test(not.operand());
      case BoundExpr.IsNull isNull -> test.test(isNull.operand());
      case BoundExpr.IsTruth isTruth -> test.test(isTruth.operand());
      case BoundExpr.Comparison comparison ->
          test.test(comparison.left()) || test.test(comparison.right());
      case BoundExpr.RowComparison rows -> any(rows.left(), test) || any(rows.right(), test);
      case BoundExpr.Between between ->
          test.test(between.value()) || test.test(between.low()) || test.test(between.high());
      case BoundExpr.Arithmetic arithmetic ->
          test.test(arithmetic.left()) || test.test(arithmetic.right());
      case BoundExpr.Negate negate -> test.test(negate.operand());
      case BoundExpr.BitNot bitNot -> test.test(bitNot.operand());
      case BoundExpr.Concatenate concatenate ->
          test.test(concatenate.left()) || test.test(concatenate.right());
      case BoundExpr.Plus plus -> test.test(plus.operand());
      case BoundExpr.Collated collated -> test.test(collated.operand());
      case BoundExpr.Cast cast -> test.test(cast.operand());
      case BoundExpr.InList in -> test.test(in.value()) || any(in.list(), test);
      case BoundExpr.InQuery in -> any(in.values(), test);
      case BoundExpr.Case cases -> any(cases, test);
      case BoundExpr.Call call -> any(call.arguments(), test);
      case BoundExpr.Aggregate aggregate -> any(aggregate, test);
      case BoundExpr.Raise raise -> any(raise.message(), test);
    };
  }

  /** Whether it is of the kinds that most nodes without operands are of. */
  static boolean isLeaf(BoundExpr expr) {
    return expr instanceof BoundExpr.Column || expr instanceof BoundExpr.Constant;
  }

  /** The query that an expression runs itself; null where it runs none. */
  public static @Nullable BoundQuery query(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.ScalarQuery scalar -> scalar.query();
      case BoundExpr.Exists exists -> exists.query();
      case BoundExpr.InQuery in -> in.query();
      default -> null;
    };
  }

  private static boolean any(List<BoundExpr> exprs, Predicate<? super BoundExpr> test) {
    for (int i = 0; i < exprs.size(); i++) {
      if (test.test(exprs.get(i))) {
        return true;
      }
    }
    return false;
  }

  private static boolean any(Optional<BoundExpr> expr, Predicate<? super BoundExpr> test) {
    return expr.isPresent() && test.test(expr.get());
  }

  private static boolean any(BoundExpr.Case cases, Predicate<? super BoundExpr> test) {
    if (any(cases.operand(), test)) {
      return true;
    }
    for (BoundExpr.Case.When when : cases.whens()) {
      if (test.test(when.condition()) || test.test(when.result())) {
        return true;
      }
    }
    return any(cases.otherwise(), test);
  }

  private static boolean any(BoundExpr.Aggregate aggregate, Predicate<? super BoundExpr> test) {
    if (any(aggregate.arguments(), test)) {
      return true;
    }
    for (SortTerm term : aggregate.orderBy()) {
      if (test.test(term.value())) {
        return true;
      }
    }
    return any(aggregate.filter(), test);
  }
}
