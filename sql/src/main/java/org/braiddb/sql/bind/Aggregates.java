package org.braiddb.sql.bind;

/** Looks for aggregate functions in bound expressions. */
public final class Aggregates {
  private Aggregates() {}

  /** Whether the expression, its subqueries left out, has an aggregate of that core. */
  public static boolean ownedBy(int core, BoundExpr expr) {
    if (expr instanceof BoundExpr.Aggregate aggregate && aggregate.owner() == core) {
      return true;
    }
    return BoundChildren.any(expr, operand -> ownedBy(core, operand));
  }
}
