package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.BoundChildren;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;

/**
 * Puts conditions with subqueries that are run for row after row behind the steps of a join that
 * are thought to leave few of these rows.
 */
final class LateSubqueries {
  /** What a run of a subquery is thought to cost, in rows read: it searches something. */
  private static final double RUN = 10;

  /** The part of the rows that such a condition is thought to keep. */
  private static final double KEPT = 0.5;

  private final SourceSet own;

  /**
   * @param own the sources of the query whose join it is
   */
  LateSubqueries(SourceSet own) {
    this.own = own;
  }

  /**
   * The steps, with such conditions where they cost least.
   *
   * @param each what each step costs for every row of those before it
   * @param factors the rows that each step leaves for every row of those before it
   */
  List<JoinPlan.Step> of(List<JoinPlan.Step> steps, List<Double> each, List<Double> factors) {
    List<List<BoundExpr>> conditions = new ArrayList<>();
    for (JoinPlan.Step step : steps) {
      conditions.add(new ArrayList<>(step.conditions()));
    }
    boolean moved = false;
    for (int at = 0; at < steps.size() - 1; at++) {
      int place = place(at, each, factors);
      for (BoundExpr condition : place == at ? List.<BoundExpr>of() : steps.get(at).conditions()) {
        if (isRunAgain(condition)) {
          conditions.get(at).remove(condition);
          conditions.get(place).add(condition);
          moved = true;
        }
      }
    }
    if (!moved) {
      return steps;
    }
    List<JoinPlan.Step> late = new ArrayList<>();
    for (int i = 0; i < steps.size(); i++) {
      late.add(
          new JoinPlan.Step(steps.get(i).access(), ConditionOrder.cheapFirst(conditions.get(i))));
    }
    return late;
  }

  /** The step, this one or one behind it, with whose rows a condition of this step costs least. */
  private static int place(int present, List<Double> each, List<Double> factors) {
    int best = present;
    double least = RUN;
    double work = 0;
    double rows = 1;
    for (int step = present + 1; step < each.size(); step++) {
      work += rows * each.get(step);
      rows *= factors.get(step);
      double cost = (1 - KEPT) * work + rows * RUN;
      if (cost < least) {
        best = step;
        least = cost;
      }
    }
    return best;
  }

  /** Whether the condition has a subquery that depends on rows of the join. */
  private boolean isRunAgain(BoundExpr condition) {
    return switch (condition) {
      case BoundExpr.ScalarQuery scalar -> SourceUse.outer(scalar.query()).intersects(own);
      case BoundExpr.Exists exists -> SourceUse.outer(exists.query()).intersects(own);
      case BoundExpr.InQuery in when SourceUse.outer(in.query()).intersects(own) -> true;
      default -> BoundChildren.any(condition, this::isRunAgain);
    };
  }
}
