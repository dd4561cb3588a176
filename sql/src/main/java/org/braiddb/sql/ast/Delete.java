package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/** DELETE, with the ORDER BY and LIMIT clauses that the dialect adds. */
public record Delete(
    Optional<With> with,
    QualifiedName table,
    Optional<Name> alias,
    IndexHint hint,
    Optional<Expr> where,
    List<ResultColumn> returning,
    List<OrderingTerm> orderBy,
    Optional<Limit> limit,
    Span span)
    implements Statement {
  public Delete {
    returning = List.copyOf(returning);
    orderBy = List.copyOf(orderBy);
  }
}
