package org.braiddb.sql.plan;

import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.TableDefinition;

/** Decides whether an index has every column that a statement reads of a table. */
final class IndexCover {
  private IndexCover() {}

  static boolean covers(IndexDefinition index, TableDefinition table, ColumnSet columns) {
    return columns.all(column ->
        table.hasRowid() && (column == BoundExpr.Column.ROWID || column == table.rowidAlias())
            || index.placeOf(column) >= 0);
  }
}
