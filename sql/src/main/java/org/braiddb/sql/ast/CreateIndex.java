package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/** CREATE INDEX. */
public record CreateIndex(
    boolean unique,
    boolean ifNotExists,
    QualifiedName name,
    Name table,
    List<OrderingTerm> terms,
    Optional<Expr> where,
    Span definition,
    Span span)
    implements CreateStatement {
  public CreateIndex {
    terms = List.copyOf(terms);
  }
}
