package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.IndexTerms;
import org.braiddb.sql.catalog.IndexDefinition;

/**
 * Leaves the NULLs out of scans of indexes where a condition refuses them. They are next to each
 * other, before all other values; so the condition need not be asked.
 */
final class RefusedNulls {
  private final IndexTerms indexTerms;

  RefusedNulls(IndexTerms indexTerms) {
    this.indexTerms = indexTerms;
  }

  JoinPlan without(JoinPlan join) {
    return join.with(join.steps().stream().map(this::without).toList());
  }

  private JoinPlan.Step without(JoinPlan.Step step) {
    return switch (step.access()) {
      case Access.Index index when index.index().isPresent() ->
          without(index, index.index().get(), step);
      case Access.OptionalRows optional ->
          new JoinPlan.Step(new Access.OptionalRows(without(optional.right())), step.conditions());
      default -> step;
    };
  }

  private JoinPlan.Step without(Access.Index access, IndexDefinition index, JoinPlan.Step step) {
    int place = access.equal().size();
    List<Optional<BoundExpr>> expressions = indexTerms.of(access.source(), index).keys();
    if (place >= expressions.size()) {
      return step;
    }
    List<BoundExpr> asked = new ArrayList<>(step.conditions());
    boolean refused =
        asked.removeIf(condition ->
            KeyMatcher.refusesNull(
                condition, access.source(), index.keyColumns().get(place), expressions.get(place)));
    if (!refused) {
      return step;
    }
    // A bound leaves the NULLs out anyway.
    List<Access.Bound> bounds =
        access.bounds().isEmpty() ? List.of(Access.Bound.NOT_NULL) : access.bounds();
    return new JoinPlan.Step(access.bounded(bounds), asked);
  }
}
