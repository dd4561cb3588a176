package org.braiddb.sql.ast;

import java.util.List;

/**
 * {@code column = value} or {@code (columns) = row value} after SET.
 *
 * @param columns at least one
 * @param parenthesized the columns stood in parentheses, so that even one of them takes a row value
 */
public record Assignment(List<Name> columns, boolean parenthesized, Expr value) {
  public Assignment {
    columns = List.copyOf(columns);
  }
}
