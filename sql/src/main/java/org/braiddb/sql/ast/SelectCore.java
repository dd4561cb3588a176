package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/** One SELECT or VALUES of a query. */
public sealed interface SelectCore extends Node {
  /**
   * SELECT ... FROM ... WHERE ... GROUP BY ... HAVING ... WINDOW ...
   *
   * @param quantifier DISTINCT, ALL or neither
   */
  record Query(
      Quantifier quantifier,
      List<ResultColumn> columns,
      Optional<From> from,
      Optional<Expr> where,
      List<Expr> groupBy,
      Optional<Expr> having,
      List<NamedWindow> windows,
      Span span)
      implements SelectCore {
    public Query {
      columns = List.copyOf(columns);
      groupBy = List.copyOf(groupBy);
      windows = List.copyOf(windows);
    }

    /** True if duplicate rows are dropped. */
    public boolean distinct() {
      return quantifier == Quantifier.DISTINCT;
    }
  }

  /** VALUES with one or more rows; that the rows are equally long is for the binder to check. */
  record Values(List<List<Expr>> rows, Span span) implements SelectCore {
    public Values {
      rows = List.copyOf(rows);
    }
  }

  /** The word after SELECT. */
  enum Quantifier {
    UNSPECIFIED,
    DISTINCT,
    ALL
  }

  /** A definition in the WINDOW clause. */
  record NamedWindow(Name name, Window.Definition window) {}
}
