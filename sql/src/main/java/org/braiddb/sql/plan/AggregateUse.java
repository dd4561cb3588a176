package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.DeepWalk;
import org.braiddb.sql.bind.SortTerm;
import org.braiddb.sql.bind.SourceUse;

/**
 * What a SELECT asks of each of its groups: in its result columns, in HAVING, in the order of the
 * query around it, and in subqueries of these.
 *
 * @param aggregates its own aggregates, each of them once
 * @param bare the columns of its sources outside of aggregates
 */
public record AggregateUse(List<BoundExpr.Aggregate> aggregates, List<BoundExpr.Column> bare) {
  /** Copies the lists. */
  public AggregateUse {
    aggregates = List.copyOf(aggregates);
    bare = List.copyOf(bare);
  }

  /**
   * What a SELECT asks for.
   *
   * @param order what the order of the query around it is computed from
   */
  public static AggregateUse of(BoundQuery.Core core, List<SortTerm> order) {
    List<BoundExpr> after = new ArrayList<>(core.outputs());
    core.having().ifPresent(after::add);
    order.forEach(term -> after.add(term.value()));
    Set<Integer> own = new HashSet<>();
    core.from().ifPresent(from -> SourceUse.leaves(from).forEach(source -> own.add(source.id())));
    List<BoundExpr.Aggregate> aggregates = new ArrayList<>();
    List<BoundExpr.Column> bare = new ArrayList<>();
    for (BoundExpr expr : after) {
      DeepWalk.of(
          expr,
          node -> {
            if (node instanceof BoundExpr.Aggregate aggregate
                && aggregate.owner() == core.number()) {
              if (!aggregates.contains(aggregate)) {
                aggregates.add(aggregate);
              }
              return false;
            }
            if (node instanceof BoundExpr.Column column && own.contains(column.source())) {
              bare.add(column);
            }
            return true;
          });
    }
    return new AggregateUse(aggregates, bare);
  }
}
