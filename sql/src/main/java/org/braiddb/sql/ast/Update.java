package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/** UPDATE, with the FROM, ORDER BY and LIMIT clauses that the dialect adds. */
public record Update(
    Optional<With> with,
    Optional<ConflictAction> orAction,
    QualifiedName table,
    Optional<Name> alias,
    IndexHint hint,
    List<Assignment> assignments,
    Optional<From> from,
    Optional<Expr> where,
    List<ResultColumn> returning,
    List<OrderingTerm> orderBy,
    Optional<Limit> limit,
    Span span)
    implements Statement {
  public Update {
    assignments = List.copyOf(assignments);
    returning = List.copyOf(returning);
    orderBy = List.copyOf(orderBy);
  }
}
