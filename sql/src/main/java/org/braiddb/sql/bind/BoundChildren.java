package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;

/** The operands of an expression, in evaluation order; subqueries are not entered. */
public final class BoundChildren {
  private BoundChildren() {}

  /** The operands. */
  public static List<BoundExpr> of(BoundExpr expr) {
    return switch (expr) {
      case BoundExpr.Constant _,
          BoundExpr.Parameter _,
          BoundExpr.Column _,
          BoundExpr.Output _,
          BoundExpr.ScalarQuery _,
          BoundExpr.Exists _ ->
          List.of();
      case BoundExpr.And and -> and.operands();
      case BoundExpr.Or or -> or.operands();
      case BoundExpr.Not not -> List.of(not.operand());
      case BoundExpr.IsNull isNull -> List.of(isNull.operand());
      case BoundExpr.IsTruth isTruth -> List.of(isTruth.operand());
      case BoundExpr.Comparison comparison -> List.of(comparison.left(), comparison.right());
      case BoundExpr.RowComparison rows -> joined(rows.left(), rows.right());
      case BoundExpr.Between between -> List.of(between.value(), between.low(), between.high());
      case BoundExpr.Arithmetic arithmetic -> List.of(arithmetic.left(), arithmetic.right());
      case BoundExpr.Negate negate -> List.of(negate.operand());
      case BoundExpr.BitNot bitNot -> List.of(bitNot.operand());
      case BoundExpr.Concatenate concatenate -> List.of(concatenate.left(), concatenate.right());
      case BoundExpr.Plus plus -> List.of(plus.operand());
      case BoundExpr.Collated collated -> List.of(collated.operand());
      case BoundExpr.Cast cast -> List.of(cast.operand());
      case BoundExpr.InList in -> joined(List.of(in.value()), in.list());
      case BoundExpr.InQuery in -> in.values();
      case BoundExpr.Case cases -> ofCase(cases);
      case BoundExpr.Call call -> call.arguments();
      case BoundExpr.Aggregate aggregate -> ofAggregate(aggregate);
      case BoundExpr.Raise raise -> raise.message().map(List::of).orElse(List.of());
    };
  }

  private static List<BoundExpr> joined(List<BoundExpr> first, List<BoundExpr> second) {
    List<BoundExpr> all = new ArrayList<>(first);
    all.addAll(second);
    return all;
  }

  private static List<BoundExpr> ofCase(BoundExpr.Case cases) {
    List<BoundExpr> all = new ArrayList<>();
    cases.operand().ifPresent(all::add);
    for (BoundExpr.Case.When when : cases.whens()) {
      all.add(when.condition());
      all.add(when.result());
    }
    cases.otherwise().ifPresent(all::add);
    return all;
  }

  private static List<BoundExpr> ofAggregate(BoundExpr.Aggregate aggregate) {
    List<BoundExpr> all = new ArrayList<>(aggregate.arguments());
    aggregate.orderBy().forEach(term -> all.add(term.value()));
    aggregate.filter().ifPresent(all::add);
    return all;
  }
}
