package org.braiddb.sql.catalog;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the catalogue that a table or view is made of, in their order, and what was made of
 * them. Depends on no other rows.
 *
 * @param relation null where none of the rows is of a table or view
 * @param triggers those on it, also where it is in another database
 */
record RelationRows(
    List<SchemaRow> rows, @Nullable Relation relation, List<TriggerDefinition> triggers) {
  /** Those of a table or view that is not there. */
  static final RelationRows NONE = new RelationRows(List.of(), null, List.of());

  /** Copies the lists. */
  RelationRows {
    rows = List.copyOf(rows);
    triggers = List.copyOf(triggers);
  }

  /** Whether a row is the first of a table or view, and not another of the same name. */
  boolean isFirst(SchemaRow row) {
    return rows.stream().filter(SchemaRow::isRelation).findFirst().orElse(null) == row;
  }

  /** Whether it is a table with foreign keys. */
  boolean refersToOthers() {
    return relation instanceof TableDefinition table && !table.foreignKeys().isEmpty();
  }
}
