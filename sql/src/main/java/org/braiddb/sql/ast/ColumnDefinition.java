package org.braiddb.sql.ast;

import java.util.List;

/**
 * A column of CREATE TABLE or ALTER TABLE ADD COLUMN.
 *
 * @param type the type's text from its first to its last token as written ({@code VARCHAR(10)});
 *     empty if there is none. Quotes around the whole are left out, and so is GENERATED ALWAYS at
 *     its end, which belongs to the constraint. SQLite reports its own types (ANY, BLOB, INT,
 *     INTEGER, REAL, TEXT) in capitals; here they are as written.
 * @param constraints in the order of the text
 */
public record ColumnDefinition(
    Name name, String type, List<ColumnConstraint> constraints, Span span) implements Node {
  public ColumnDefinition {
    constraints = List.copyOf(constraints);
  }
}
