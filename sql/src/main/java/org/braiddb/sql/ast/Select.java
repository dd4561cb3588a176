package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/**
 * A query: one core, or several combined from left to right, then ordered and limited as a whole.
 *
 * @param first the leftmost core
 * @param compounds the cores combined with it, in the order of the text; all operators have the
 *     same precedence and associate to the left
 */
public record Select(
    Optional<With> with,
    SelectCore first,
    List<Compound> compounds,
    List<OrderingTerm> orderBy,
    Optional<Limit> limit,
    Span span)
    implements Statement {
  public Select {
    compounds = List.copyOf(compounds);
    orderBy = List.copyOf(orderBy);
  }

  /** A further core and how it is combined with what stands before it. */
  public record Compound(Operator operator, SelectCore core) {
    /** How two queries are combined. */
    public enum Operator {
      UNION("UNION"),
      UNION_ALL("UNION ALL"),
      INTERSECT("INTERSECT"),
      EXCEPT("EXCEPT");

      private final String sql;

      Operator(String sql) {
        this.sql = sql;
      }

      /** The operator as SQL writes it. */
      public String sql() {
        return sql;
      }
    }
  }
}
