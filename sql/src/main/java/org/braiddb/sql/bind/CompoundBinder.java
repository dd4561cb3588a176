package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;

/** Combines the parts of a compound query: their numbers of columns and their collations. */
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
      body = new BoundQuery.Combined(operator, body, cores.get(i + 1).body(), collations);
    }
    return body;
  }

  /** Refuses parts that differ in their numbers of columns. */
  static void checkSizes(List<BoundCore> cores, List<Select.Compound> compounds) {
    for (int i = 0; i < compounds.size(); i++) {
      if (cores.get(i + 1).results().size() != cores.getFirst().results().size()) {
        throw new StatementException(sizeMismatch(compounds.get(i).operator(), cores, i));
      }
    }
  }

  private static String sizeMismatch(
      Select.Compound.Operator operator, List<BoundCore> cores, int i) {
    if (cores.get(i).body() instanceof BoundQuery.Values
        && cores.get(i + 1).body() instanceof BoundQuery.Values) {
      return "all VALUES must have the same number of terms";
    }
    return sizeMismatch(operator);
  }

  /** What is wrong with parts of a compound that differ in their numbers of columns. */
  static String sizeMismatch(Select.Compound.Operator operator) {
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
}
