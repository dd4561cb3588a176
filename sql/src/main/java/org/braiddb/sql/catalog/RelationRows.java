package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The rows of the catalogue that a table or view is made of, in their order, and what it is. */
final class RelationRows {
  private final List<SchemaRow> rows = new ArrayList<>(2);
  private @Nullable Relation relation;

  void add(SchemaRow row) {
    rows.add(row);
  }

  /** What was made of the rows; null before, and where none of them is of a table or view. */
  @Nullable Relation relation() {
    return relation;
  }

  void setRelation(@Nullable Relation made) {
    relation = made;
  }

  /** Whether the rows are the same. */
  boolean agreesWith(RelationRows other) {
    return rows.equals(other.rows);
  }
}
