package org.braiddb.sql.ast;

import java.util.Optional;

/** The name of a table, index, view, trigger or pragma, perhaps after the name of its schema. */
public record QualifiedName(Optional<Name> schema, Name name) implements Node {
  @Override
  public Span span() {
    int start = schema.map(s -> s.span().start()).orElse(name.span().start());
    return new Span(start, name.span().end());
  }

  @Override
  public String toString() {
    return schema.map(s -> s.text() + ".").orElse("") + name.text();
  }
}
