package org.braiddb.sql.plan;

import java.util.List;
import org.braiddb.sql.bind.BoundExpr;

/**
 * The order in which sources are visited, each step inside the one before.
 *
 * @param before conditions that need none of the steps
 * @param steps empty for a SELECT without FROM
 * @param estimate what one run of it is thought to take
 */
public record JoinPlan(List<BoundExpr> before, List<Step> steps, Estimate estimate) {
  /** Copies the lists. */
  public JoinPlan {
    before = List.copyOf(before);
    steps = List.copyOf(steps);
  }

  /** Of which nobody asks what it takes. */
  public JoinPlan(List<BoundExpr> before, List<Step> steps) {
    this(before, steps, Estimate.LITTLE);
  }

  /** With other steps in the place of its own, for the same rows. */
  JoinPlan with(List<Step> others) {
    return new JoinPlan(before, others, estimate);
  }

  /**
   * What a run of a join is thought to take.
   *
   * @param cost work, in rows read
   * @param rows rows that come out
   * @param most rows that come out of a step before its conditions leave some out, of the step with
   *     most of them: so often conditions and results are computed
   */
  public record Estimate(double cost, double rows, double most) {
    static final Estimate LITTLE = new Estimate(1, 1, 1);
  }

  /** See {@link QueryPlan#readsTableInOrder}. */
  boolean readsTableInOrder() {
    return steps.size() == 1
        && steps.getFirst().readsTableInOrder()
        && before.stream().noneMatch(ConditionOrder::hasSubquery);
  }

  /** One step, and the conditions that are decided on each of its rows. */
  public record Step(Access access, List<BoundExpr> conditions) {
    /** Copies the list. */
    public Step {
      conditions = List.copyOf(conditions);
    }

    private boolean readsTableInOrder() {
      boolean byRowid =
          access instanceof Access.TableScan scan && !scan.reverse() && areSimple(scan.bounds());
      boolean byKey =
          access instanceof Access.Index index
              && index.index().isEmpty()
              && !index.reverse()
              && areSimple(index.bounds())
              && index.equal().stream().allMatch(Step::isOneValue);
      return (byRowid || byKey) && conditions.stream().noneMatch(ConditionOrder::hasSubquery);
    }

    private static boolean areSimple(List<Access.Bound> bounds) {
      return bounds.stream()
          .allMatch(
              bound -> bound.pattern().isEmpty() && !ConditionOrder.hasSubquery(bound.value()));
    }

    private static boolean isOneValue(Access.Key key) {
      return key instanceof Access.Key.Value value && !ConditionOrder.hasSubquery(value.value());
    }
  }
}
