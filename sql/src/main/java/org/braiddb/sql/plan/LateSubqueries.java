package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.braiddb.sql.bind.BoundChildren;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;

/**
 * Puts conditions with subqueries that are run for row after row behind the steps of a join that
 * are thought to leave few of these rows.
 */
final class LateSubqueries {
  /** What a run of a subquery costs at least, in rows read: it searches something. */
  private static final double LEAST = 10;

  /** The part of the rows that such a condition is thought to keep. */
  private static final double KEPT = 0.5;

  /** The part of the rows that is thought to have partners, where more partners than rows are. */
  private static final double PARTNERED = 0.9;

  private final SourceSet own;
  private final ToDoubleFunction<BoundQuery> costs;

  /**
   * @param own the sources of the query whose join it is
   * @param costs what a run of a query is thought to cost, in rows read
   */
  LateSubqueries(SourceSet own, ToDoubleFunction<BoundQuery> costs) {
    this.own = own;
    this.costs = costs;
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
      for (BoundExpr condition : steps.get(at).conditions()) {
        double run = run(condition);
        int place = run > 0 ? place(at, Math.max(LEAST, run), each, factors) : at;
        if (place != at) {
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

  /**
   * The step, this one or one behind it, with whose rows a condition of this step costs least. The
   * rows of a later step that belong to one row come together, and the answer is remembered.
   */
  private static int place(int present, double run, List<Double> each, List<Double> factors) {
    int best = present;
    double least = run;
    double work = 0;
    double rows = 1;
    for (int step = present + 1; step < each.size(); step++) {
      work += rows * each.get(step);
      rows *= factors.get(step);
      double cost = (1 - KEPT) * work + Math.min(rows, PARTNERED) * run;
      if (cost < least) {
        best = step;
        least = cost;
      }
    }
    return best;
  }

  /** What the subqueries of a condition cost that depend on rows of the join; 0 for none. */
  private double run(BoundExpr condition) {
    double[] sum = {0};
    addRun(condition, sum);
    return sum[0];
  }

  private void addRun(BoundExpr expr, double[] sum) {
    BoundQuery query = BoundChildren.query(expr);
    if (query != null && SourceUse.outer(query).intersects(own)) {
      sum[0] += costs.applyAsDouble(query);
    }
    BoundChildren.any(
        expr,
        operand -> {
          addRun(operand, sum);
          return false;
        });
  }
}
