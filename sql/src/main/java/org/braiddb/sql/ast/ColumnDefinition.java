package org.braiddb.sql.ast;

import java.util.List;

/**
 * A column of CREATE TABLE or ALTER TABLE ADD COLUMN.
 *
 * @param type the type's text from its first to its last token as written ({@code VARCHAR(10)});
 *     empty if there is none. GENERATED ALWAYS at its end belongs to the constraint and is left
 *     out.
 * @param constraints in the order of the text
 */
public record ColumnDefinition(
    Name name, String type, List<ColumnConstraint> constraints, Span span) implements Node {
  public ColumnDefinition {
    constraints = List.copyOf(constraints);
  }
}
