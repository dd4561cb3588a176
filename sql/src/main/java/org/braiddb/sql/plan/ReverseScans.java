package org.braiddb.sql.plan;

import java.util.List;

/**
 * A join whose scans go the other way: {@code PRAGMA reverse_unordered_selects}, which shows who
 * relies on an order that nobody has asked for.
 */
final class ReverseScans {
  private ReverseScans() {}

  static JoinPlan of(JoinPlan join) {
    List<JoinPlan.Step> steps =
        join.steps().stream()
            .map(step -> new JoinPlan.Step(of(step.access()), step.conditions()))
            .toList();
    return join.with(steps);
  }

  private static Access of(Access access) {
    return switch (access) {
      case Access.TableScan scan -> scan.reversed();
      case Access.Index index -> index.reversed();
      case Access.Buffered buffered -> new Access.Buffered(of(buffered.origin()));
      case Access.OptionalRows optional -> new Access.OptionalRows(of(optional.right()));
      case Access.Full full ->
          new Access.Full(of(full.left()), of(full.right()), full.conditions(), full.equal());
      case Access.RowidLookup _,
          Access.RowidIn _,
          Access.Union _,
          Access.Derived _,
          Access.Function _,
          Access.Recursion _,
          Access.Hashed _ ->
          access; // one row, or rows that are found one by one
    };
  }
}
