package org.braiddb.sql.ast;

import java.util.List;

/** CREATE TABLE. */
public record CreateTable(
    boolean temporary,
    boolean ifNotExists,
    QualifiedName name,
    Body body,
    Span definition,
    Span span)
    implements CreateStatement {
  /** What the table is made of. */
  public sealed interface Body {
    /** Columns and constraints; both in the order of the text. */
    record Columns(
        List<ColumnDefinition> columns,
        List<TableConstraint> constraints,
        boolean withoutRowid,
        boolean strict)
        implements Body {
      public Columns {
        columns = List.copyOf(columns);
        constraints = List.copyOf(constraints);
      }
    }

    /** The result of a query. */
    record AsSelect(Select query) implements Body {}
  }
}
