package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Affinity;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;

/** Combines the parts of a compound query: their columns, affinities and collations. */
final class CompoundBinder {
  private CompoundBinder() {}

  /**
   * The body of all parts, combined from left to right. Unless all rows are sorted, parts that are
   * only put behind the others at the end have no say in how those are told apart, as in SQLite.
   *
   * @param sorted whether the compound has an ORDER BY
   */
  static BoundQuery.Body combine(
      List<BoundCore> cores, List<Select.Compound> compounds, boolean sorted) {
    int compared = compounds.size();
    while (!sorted
        && compared > 0
        && compounds.get(compared - 1).operator() == Select.Compound.Operator.UNION_ALL) {
      compared--;
    }
    List<Collation> collations = collations(cores.subList(0, compared + 1));
    BoundQuery.Body body = cores.getFirst().body();
    for (int i = 0; i < compounds.size(); i++) {
      Select.Compound.Operator operator = compounds.get(i).operator();
      BoundCore next = cores.get(i + 1);
      if (next.results().size() != cores.getFirst().results().size()) {
        throw new StatementException(sizeMismatch(operator, cores, i));
      }
      body = new BoundQuery.Combined(operator, body, next.body(), collations);
    }
    return body;
  }

  private static String sizeMismatch(
      Select.Compound.Operator operator, List<BoundCore> cores, int i) {
    if (cores.get(i).body() instanceof BoundQuery.Values
        && cores.get(i + 1).body() instanceof BoundQuery.Values) {
      return "all VALUES must have the same number of terms";
    }
    return "SELECTs to the left and right of "
        + operator.sql()
        + " do not have the same number of result columns";
  }

  static List<Collation> collations(List<BoundCore> cores) {
    List<Collation> collations = new ArrayList<>();
    for (int column = 0; column < cores.getFirst().results().size(); column++) {
      collations.add(collation(cores, column));
    }
    return collations;
  }

  /** The collation of a column of the compound: that of the leftmost part that has one. */
  static Collation collation(List<BoundCore> cores, int column) {
    for (BoundCore core : cores) {
      if (column < core.results().size()) {
        Optional<Collation> own = ComparisonRules.collation(core.results().get(column).value());
        if (own.isPresent()) {
          return own.get();
        }
      }
    }
    return Collations.BINARY;
  }

  /** The columns that the query around a compound sees. */
  static List<OutputColumn> columns(List<BoundCore> cores) {
    List<OutputColumn> first = cores.getFirst().columns();
    if (cores.size() == 1) {
      return first;
    }
    List<OutputColumn> columns = new ArrayList<>();
    for (int i = 0; i < first.size(); i++) {
      OutputColumn column = first.get(i);
      // Comparisons inside the compound look at all parts; those with its columns at the first
      // only.
      columns.add(
          new OutputColumn(column.name(), affinity(cores, i), column.collation(), column.origin()));
    }
    return columns;
  }

  /**
   * The affinity of the first part that has one, unless another part can yield values that the
   * affinity would change.
   */
  private static Optional<Affinity> affinity(List<BoundCore> cores, int column) {
    int chosen = 0;
    Optional<Affinity> affinity = Optional.empty();
    while (affinity.isEmpty() && chosen < cores.size()) {
      affinity = ComparisonRules.affinity(valueOf(cores.get(chosen), column));
      chosen++;
    }
    int types = 0;
    for (int i = 0; i < cores.size(); i++) {
      types |= i == chosen - 1 ? 0 : PossibleTypes.of(valueOf(cores.get(i), column));
    }
    if (affinity.isPresent()) {
      boolean text = affinity.get() == Affinity.TEXT && (types & PossibleTypes.NUMBER) != 0;
      boolean number = affinity.get().isNumeric() && (types & PossibleTypes.TEXT) != 0;
      if (text || number) {
        return Optional.of(Affinity.BLOB);
      }
    }
    return affinity;
  }

  private static BoundExpr valueOf(BoundCore core, int column) {
    return core.results().get(column).value();
  }
}
