package org.braiddb.sql.plan;

import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;

/** How wide records are thought to be: a number counts one, a text or a BLOB five. */
final class IndexWidth {
  private static final double ROWID = 1;
  private static final double TEXT = 5;

  private IndexWidth() {}

  static double of(TableDefinition table) {
    double width = table.hasRowid() ? ROWID : 0;
    for (TableColumn column : table.columns()) {
      width += column.index() == table.rowidAlias() ? 0 : of(column);
    }
    return width;
  }

  static double of(IndexDefinition index, TableDefinition table) {
    double width = 0;
    for (int place = 0; place < index.recordSize(); place++) {
      IndexColumn column = index.recordColumn(place);
      boolean number = column.column() < 0 || column.column() == table.rowidAlias();
      width += number ? ROWID : of(table.columns().get(column.column()));
    }
    return width;
  }

  private static double of(TableColumn column) {
    return column.affinity().isNumeric() || column.declaredType().isEmpty() ? 1 : TEXT;
  }
}
