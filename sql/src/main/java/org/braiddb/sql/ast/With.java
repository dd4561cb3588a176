package org.braiddb.sql.ast;

import java.util.List;
import java.util.Optional;

/** A WITH clause. */
public record With(boolean recursive, List<CommonTable> tables) {
  public With {
    tables = List.copyOf(tables);
  }

  /**
   * A common table expression.
   *
   * @param columns the names given to its columns; empty if none were
   * @param materialized MATERIALIZED (true), NOT MATERIALIZED (false) or neither
   */
  public record CommonTable(
      Name name, List<Name> columns, Optional<Boolean> materialized, Select query, Span span)
      implements Node {
    public CommonTable {
      columns = List.copyOf(columns);
    }
  }
}
