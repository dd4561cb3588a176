package org.braiddb.sql.ast;

import java.util.List;

/** CREATE VIEW. */
public record CreateView(
    boolean temporary,
    boolean ifNotExists,
    QualifiedName name,
    List<Name> columns,
    Select query,
    Span definition,
    Span span)
    implements CreateStatement {
  public CreateView {
    columns = List.copyOf(columns);
  }
}
