package org.braiddb.sql.catalog;

import java.util.List;
import org.braiddb.sql.ast.Select;

/**
 * A view.
 *
 * @param columns the names given to its columns; empty where the query names them
 * @param query its definition; spans count in {@code sql}
 * @param sql the stored text
 * @param triggers what fires instead of changes to it
 */
public record ViewDefinition(
    String name, List<String> columns, Select query, String sql, List<TriggerDefinition> triggers)
    implements Relation {
  /** Copies the lists. */
  public ViewDefinition {
    columns = List.copyOf(columns);
    triggers = List.copyOf(triggers);
  }
}
