package org.braiddb.sql.plan;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.JoinTree;
import org.braiddb.sql.catalog.IndexDefinition;

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

  /** Counts by the narrowest tree that has an entry for every row. */
  static JoinPlan plan(BoundQuery.Core core) {
    if (!(core.from().orElseThrow() instanceof JoinTree.Leaf leaf)
        || !(leaf.source() instanceof BoundSource.Table source)) {
      throw new IllegalStateException("only the rows of a table are counted so");
    }
    IndexDefinition narrowest = null;
    double least = IndexWidth.of(source.table());
    for (IndexDefinition index : source.table().indexes()) {
      double width = IndexWidth.of(index, source.table());
      if (index.usable()
          && index.where().isEmpty()
          && source.hint() instanceof IndexHint.None
          && width < least) {
        narrowest = index;
        least = width;
      }
    }
    Access access =
        narrowest == null
            ? new Access.TableScan(source, List.of(), false)
            : new Access.Index(source, Optional.of(narrowest), List.of(), List.of(), true, false);
    return new JoinPlan(List.of(), List.of(new JoinPlan.Step(access, List.of())));
  }

  private static boolean isCountOfRows(BoundExpr.Aggregate aggregate, int owner) {
    return aggregate.owner() == owner
        && aggregate.arguments().isEmpty()
        && aggregate.filter().isEmpty()
        && aggregate.function().name().equals("count");
  }
}
