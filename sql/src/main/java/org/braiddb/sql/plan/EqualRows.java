package org.braiddb.sql.plan;

import java.util.List;
import java.util.function.Function;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.BoundSource;

/**
 * Whether rows that agree with the one before are to be passed, where that is all a query wants to
 * know of them and an index brings them together.
 */
final class EqualRows {
  /** So many rows with the same value are worth passing though conditions leave some out. */
  private static final double MANY = 16;

  /** Searching for the next value, against a row of a scan. */
  private static final double SEARCH = 10;

  /** Looking a row up by its entry, against a row of a scan, of which many are read at once. */
  private static final double LOOKUP = 8;

  private final Function<BoundSource.Table, TableStatistics> statistics;

  EqualRows(Function<BoundSource.Table, TableStatistics> statistics) {
    this.statistics = statistics;
  }

  /**
   * Of a plan that needs nothing but entries of an index. Where conditions leave rows out, these
   * are decided faster for many rows at once, so that many must be passed.
   */
  boolean areWorthPassing(JoinPlan join) {
    if (join.steps().size() != 1 || join.steps().getFirst().conditions().isEmpty()) {
      return true;
    }
    return join.steps().getFirst().access() instanceof Access.Index access
        && perKey(access, access.equal().size() + 1) >= MANY;
  }

  /**
   * Of a plan that looks up the row of each entry, in the place of a scan of the table: until
   * conditions let the first row of a value through.
   *
   * @param terms how many columns of the index must agree
   */
  boolean areWorthLookingUp(JoinPlan join, int terms) {
    if (join.steps().size() != 1
        || !(join.steps().getFirst().access() instanceof Access.Index access)
        || !(access.equal().isEmpty() && access.bounds().isEmpty())) {
      return false;
    }
    List<BoundExpr> conditions = join.steps().getFirst().conditions();
    if (conditions.stream().anyMatch(ConditionOrder::hasSubquery)) {
      return false;
    }
    double kept = conditions.stream().mapToDouble(Selectivity::of).reduce(1, (a, b) -> a * b);
    double equal = perKey(access, terms);
    double looked = Math.min(equal, 1 / kept);
    return SEARCH + looked * LOOKUP < equal;
  }

  private double perKey(Access.Index access, int columns) {
    TableStatistics known = statistics.apply(access.source());
    return access.index().isPresent()
        ? known.rowsPerKey(access.index().get(), columns)
        : known.clusteredRows(
            columns, access.source().table().clusteredKey().orElseThrow().columns().size());
  }
}
