package org.braiddb.sql.plan;

import java.util.Set;
import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.TableDefinition;

/** Decides whether an index has every column that a statement reads of a table. */
final class IndexCover {
  private IndexCover() {}

  static boolean covers(IndexDefinition index, TableDefinition table, Set<Integer> columns) {
    for (int column : columns) {
      boolean rowid =
          table.hasRowid() && (column == BoundExpr.Column.ROWID || column == table.rowidAlias());
      if (!rowid && index.placeOf(column) < 0) {
        return false;
      }
    }
    return true;
  }
}
