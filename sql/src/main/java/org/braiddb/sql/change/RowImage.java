package org.braiddb.sql.change;

import java.util.Arrays;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.value.Cell;

/**
 * A row of a table in memory: every column, generated ones included, and the rowid. Mutable, used
 * again from row to row; expressions are compiled to read its cells.
 */
final class RowImage {
  private final TableDefinition table;
  private final int rowidAlias;
  private final Cell[] values;
  private final Cell rowid = new Cell();

  RowImage(TableDefinition table) {
    this.table = table;
    rowidAlias = table.rowidAlias();
    values = new Cell[table.columns().size()];
    Arrays.setAll(values, i -> new Cell());
  }

  TableDefinition table() {
    return table;
  }

  /** The values by the index of the table's column. */
  Cell[] values() {
    return values;
  }

  /** The value of a column. */
  Cell value(int column) {
    return values[column];
  }

  /** The rowid as a cell; NULL in tables without. */
  Cell rowidCell() {
    return rowid;
  }

  long rowid() {
    return rowid.integer;
  }

  /** Sets the rowid, and the column that is another name of it. */
  void setRowid(long value) {
    rowid.setInteger(value);
    if (rowidAlias >= 0) {
      values[rowidAlias].setInteger(value);
    }
  }

  /** Whether another image of the table has the same rowid, or the same key byte for byte. */
  boolean isSameRow(RowImage other) {
    if (table.hasRowid()) {
      return rowid() == other.rowid();
    }
    for (IndexColumn column : table.clusteredKey().orElseThrow().columns()) {
      if (!values[column.column()].isIdenticalTo(other.values[column.column()])) {
        return false;
      }
    }
    return true;
  }

  /** Takes all values of another image of the same table; bytes are shared. */
  void copyFrom(RowImage other) {
    for (int i = 0; i < values.length; i++) {
      values[i].copyFrom(other.values[i]);
    }
    rowid.copyFrom(other.rowid);
  }

  /** Takes some values of another image of the same table, and its rowid; bytes are shared. */
  void copyFrom(RowImage other, int[] columns) {
    for (int column : columns) {
      values[column].copyFrom(other.values[column]);
    }
    if (table.hasRowid()) {
      setRowid(other.rowid());
    }
  }

  /** Makes the values independent of where they came from. */
  void own() {
    for (Cell value : values) {
      value.own();
    }
  }
}
