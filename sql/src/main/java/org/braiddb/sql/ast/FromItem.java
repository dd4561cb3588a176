package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/** One item of a FROM clause. */
public sealed interface FromItem extends Node {
  /** The name after AS, if any. */
  Optional<Name> alias();

  /** A table, view or common table expression by name. */
  record Table(QualifiedName name, Optional<Name> alias, IndexHint hint, Span span)
      implements FromItem {}

  /** A table-valued function. */
  record Function(QualifiedName name, List<Expr> arguments, Optional<Name> alias, Span span)
      implements FromItem {
    public Function {
      arguments = List.copyOf(arguments);
    }
  }

  /** A query in parentheses. */
  record Subquery(Select query, Optional<Name> alias, Span span) implements FromItem {}

  /** Joined items in parentheses. */
  record Nested(From from, Optional<Name> alias, Span span) implements FromItem {}
}
