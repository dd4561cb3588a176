package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.SourceSet;
import org.braiddb.sql.bind.SourceUse;
import org.braiddb.sql.plan.Access;
import org.braiddb.sql.plan.JoinPlan;

/** Whether rows kept in memory change with the rows of sources around them. */
final class Dependence {
  private Dependence() {}

  static boolean of(JoinPlan origin) {
    SourceSet inside = LoopBuilder.sourcesOf(origin);
    List<BoundExpr> all = new ArrayList<>(origin.before());
    boolean dependent = false;
    for (JoinPlan.Step step : origin.steps()) {
      all.addAll(step.conditions());
      dependent |= ofAccess(step.access(), all);
    }
    return dependent || all.stream().anyMatch(expr -> !inside.containsAll(SourceUse.of(expr)));
  }

  private static boolean ofAccess(Access access, List<BoundExpr> all) {
    switch (access) {
      case Access.TableScan scan -> scan.bounds().forEach(bound -> all.add(bound.value()));
      case Access.RowidLookup lookup -> all.add(lookup.rowid());
      case Access.RowidIn in -> addKey(in.rowids(), all);
      case Access.Index index -> {
        index.bounds().forEach(bound -> all.add(bound.value()));
        index.equal().forEach(key -> addKey(key, all));
      }
      case Access.Union union -> {
        boolean dependent = false;
        for (Access.Union.Part part : union.parts()) {
          all.addAll(part.conditions());
          dependent |= ofAccess(part.access(), all);
        }
        return dependent;
      }
      case Access.Derived derived -> {
        return SourceUse.isCorrelated(derived.source().query());
      }
      case Access.Function function -> all.addAll(function.values());
      case Access.Recursion _ -> {
        return true;
      }
      case Access.Buffered buffered -> {
        return of(buffered.origin());
      }
      case Access.Hashed hashed -> {
        all.addAll(hashed.probe());
        return of(hashed.origin());
      }
      case Access.OptionalRows optional -> {
        return collect(optional.right(), all);
      }
      case Access.Full full -> {
        all.addAll(full.conditions());
        return collect(full.left(), all) | collect(full.right(), all);
      }
    }
    return false;
  }

  private static boolean collect(JoinPlan plan, List<BoundExpr> all) {
    all.addAll(plan.before());
    boolean dependent = false;
    for (JoinPlan.Step step : plan.steps()) {
      all.addAll(step.conditions());
      dependent |= ofAccess(step.access(), all);
    }
    return dependent;
  }

  private static void addKey(Access.Key key, List<BoundExpr> all) {
    switch (key) {
      case Access.Key.Value value -> all.add(value.value());
      case Access.Key.In in -> all.add(in.in());
    }
  }
}
