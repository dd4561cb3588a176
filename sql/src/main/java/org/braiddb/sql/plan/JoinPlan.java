package org.braiddb.sql.plan;

import java.util.List;
import org.braiddb.sql.bind.BoundExpr;

/**
 * The order in which sources are visited, each step inside the one before.
 *
 * @param before conditions that need none of the steps
 * @param steps empty for a SELECT without FROM
 */
public record JoinPlan(List<BoundExpr> before, List<Step> steps) {
  /** Copies the lists. */
  public JoinPlan {
    before = List.copyOf(before);
    steps = List.copyOf(steps);
  }

  /** One step, and the conditions that are decided on each of its rows. */
  public record Step(Access access, List<BoundExpr> conditions) {
    /** Copies the list. */
    public Step {
      conditions = List.copyOf(conditions);
    }
  }
}
