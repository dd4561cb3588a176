package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;

/**
 * Finds the columns of queries around a query that its answer depends on, if it depends on nothing
 * else that may change while they stay the same.
 */
public final class OuterColumns extends DeepWalk {
  private final SourceSet outer;
  private final List<BoundExpr> found = new ArrayList<>();
  private boolean decisive = true;

  private OuterColumns(SourceSet outer) {
    this.outer = outer;
  }

  /** The columns, each once; empty where they do not decide the answer, or there are none. */
  public static List<BoundExpr> decidingOn(BoundQuery query) {
    if (SourceUse.readsRecursion(query)) {
      return List.of();
    }
    OuterColumns columns = new OuterColumns(SourceUse.outer(query));
    columns.query(query);
    return columns.decisive ? columns.found : List.of();
  }

  @Override
  protected boolean visit(BoundExpr expr) {
    switch (expr) {
      case BoundExpr.Column column -> {
        if (outer.contains(column.source()) && !found.contains(column)) {
          found.add(column);
        }
      }
      case BoundExpr.Call call -> decisive &= call.function().isConstantInStatement();
      // It may be one of a query around, over more rows than the present one.
      case BoundExpr.Aggregate aggregate -> decisive &= !SourceUse.of(aggregate).intersects(outer);
      default -> {
        // Others depend on their operands alone.
      }
    }
    return decisive;
  }

  @Override
  protected boolean visit(BoundSource source) {
    decisive &= !(source instanceof BoundSource.Function);
    return decisive;
  }
}
