package org.braiddb.sql.catalog;

import java.util.List;
import org.braiddb.sql.ast.ForeignKeyClause.Action;

/**
 * A foreign key of a child table.
 *
 * @param columns indexes of the child's columns
 * @param parentTable the parent's name, in the child's own database; it need not exist
 * @param parentColumns the parent's columns; empty means its primary key
 * @param deferred whether it is checked at COMMIT only, whatever {@code defer_foreign_keys} says
 */
public record ForeignKeyDefinition(
    List<Integer> columns,
    String parentTable,
    List<String> parentColumns,
    Action onDelete,
    Action onUpdate,
    boolean deferred) {
  /** Copies the lists. */
  public ForeignKeyDefinition {
    columns = List.copyOf(columns);
    parentColumns = List.copyOf(parentColumns);
  }
}
