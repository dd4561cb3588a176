package org.braiddb.sql.bind;

import org.braiddb.sql.ast.Span;
import org.braiddb.sql.catalog.TableDefinition;

/** A place in a text, and what the name there means: what a renaming looks for. */
public sealed interface NameUse {
  /** The text that the span counts in. */
  String text();

  /** Where the name stands, quotes included. */
  Span span();

  /** A table by its own name, which is not an alias. */
  record OfTable(String text, Span span, TableDefinition table) implements NameUse {}

  /** A column of a table, by its index. */
  record OfColumn(String text, Span span, TableDefinition table, int column) implements NameUse {}

  /** A name in double quotes that means no column, and therefore is a string. */
  record OfString(String text, Span span, String value) implements NameUse {}
}
