package org.braiddb.sql.plan;

import java.util.List;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.ComparisonOperator;
import org.braiddb.sql.bind.IndexTerms;

/**
 * Decides whether the conditions of a query imply that a partial index has all rows it needs. The
 * conditions are those that every row must meet that the access is to find: not those of WHERE for
 * the optional side of an outer join, nor its ON for the other side. Source: SQLite, "Partial
 * Indexes", section 3.1.
 */
final class PartialIndexes {
  private PartialIndexes() {}

  /** Whether every part of an index's WHERE follows from one of the conditions. */
  static boolean implied(BoundExpr where, List<Term> terms) {
    List<BoundExpr> given = terms.stream().map(term -> IndexTerms.comparable(term.expr())).toList();
    return Conjuncts.of(where).stream().allMatch(part -> follows(part, given));
  }

  private static boolean follows(BoundExpr part, List<BoundExpr> given) {
    return given.stream().anyMatch(condition -> implies(condition, part));
  }

  private static boolean implies(BoundExpr condition, BoundExpr part) {
    if (condition.equals(part) || mirrored(condition).equals(part)) {
      return true;
    }
    return switch (part) {
      case BoundExpr.Or or ->
          or.operands().stream().anyMatch(operand -> implies(condition, operand));
      case BoundExpr.And and ->
          and.operands().stream().allMatch(operand -> implies(condition, operand));
      case BoundExpr.IsNull isNull when isNull.negated() ->
          refusesNull(condition, isNull.operand());
      default -> false;
    };
  }

  private static BoundExpr mirrored(BoundExpr condition) {
    return condition instanceof BoundExpr.Comparison c
        ? new BoundExpr.Comparison(c.operator().mirrored(), c.right(), c.left(), c.rule())
        : condition;
  }

  /** Whether a condition does not hold where an expression is NULL. */
  private static boolean refusesNull(BoundExpr condition, BoundExpr value) {
    return switch (condition) {
      case BoundExpr.Comparison c ->
          isStrict(c.operator()) && (isNullWith(c.left(), value) || isNullWith(c.right(), value));
      case BoundExpr.Between b -> !b.negated() && isNullWith(b.value(), value);
      case BoundExpr.InList in -> !in.negated() && isNullWith(in.value(), value);
      case BoundExpr.InQuery in ->
          !in.negated() && in.values().size() == 1 && isNullWith(in.values().getFirst(), value);
      case BoundExpr.And and ->
          and.operands().stream().anyMatch(operand -> refusesNull(operand, value));
      case BoundExpr.Or or ->
          or.operands().stream().allMatch(operand -> refusesNull(operand, value));
      default -> isNullWith(condition, value);
    };
  }

  private static boolean isStrict(ComparisonOperator operator) {
    return operator != ComparisonOperator.IS && operator != ComparisonOperator.IS_NOT;
  }

  /** Whether an expression is NULL where another is. */
  private static boolean isNullWith(BoundExpr expr, BoundExpr value) {
    if (expr.equals(value)) {
      return true;
    }
    return switch (expr) {
      case BoundExpr.Collated collated -> isNullWith(collated.operand(), value);
      case BoundExpr.Plus plus -> isNullWith(plus.operand(), value);
      case BoundExpr.Negate negate -> isNullWith(negate.operand(), value);
      case BoundExpr.BitNot bitNot -> isNullWith(bitNot.operand(), value);
      case BoundExpr.Cast cast -> isNullWith(cast.operand(), value);
      case BoundExpr.Arithmetic a -> isNullWith(a.left(), value) || isNullWith(a.right(), value);
      case BoundExpr.Concatenate c -> isNullWith(c.left(), value) || isNullWith(c.right(), value);
      default -> false;
    };
  }
}
