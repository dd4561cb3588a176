package org.braiddb.sql.bind;

import org.braiddb.sql.ast.Span;
import org.braiddb.sql.catalog.TableDefinition;

/**
 * A place in a text where a name stands for a table or for a column of one: what a renaming looks
 * for. Only a table's own name counts, not an alias.
 *
 * @param text the text that the span counts in
 * @param column the index of the column; {@link #TABLE} where the table itself is named
 */
public record NameUse(String text, Span span, TableDefinition table, int column) {
  /** In {@link #column()}: the table. */
  public static final int TABLE = -1;
}
