package org.braiddb.sql.plan;

import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.JoinTree;

/** Recognises {@code SELECT count(*) FROM t}, which needs no row. */
final class CountShortcut {
  private CountShortcut() {}

  static boolean applies(BoundQuery.Core core) {
    return core.from().isPresent()
        && core.from().get() instanceof JoinTree.Leaf leaf
        && leaf.source() instanceof BoundSource.Table
        && core.where().isEmpty()
        && core.groupBy().isEmpty()
        && core.having().isEmpty()
        && core.outputs().size() == 1
        && core.outputs().getFirst() instanceof BoundExpr.Aggregate aggregate
        && isCountOfRows(aggregate, core.number());
  }

  private static boolean isCountOfRows(BoundExpr.Aggregate aggregate, int owner) {
    return aggregate.owner() == owner
        && aggregate.arguments().isEmpty()
        && aggregate.filter().isEmpty()
        && aggregate.function().name().equals("count");
  }
}
