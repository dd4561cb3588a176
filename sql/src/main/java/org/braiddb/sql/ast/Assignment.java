package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

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

  /**
   * What is wrong where the value is a row of so many values; empty if there are as many columns.
   */
  public Optional<String> sizeMismatch(int values) {
    return values == columns.size()
        ? Optional.empty()
        : Optional.of(columns.size() + " columns assigned " + values + " values");
  }
}
