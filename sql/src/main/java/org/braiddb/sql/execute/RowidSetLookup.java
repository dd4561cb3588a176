package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;

/** The rows of a table whose rowid is in a set. */
final class RowidSetLookup extends Loop {
  private final TreeCursor table;
  private final KeyValues rowids;
  private final RowidBounds range = new RowidBounds();
  private final Cell value = new Cell();

  RowidSetLookup(TreeCursor table, KeyValues rowids) {
    this.table = table;
    this.rowids = rowids;
  }

  @Override
  void open(Frame frame) {
    table.open(frame);
    rowids.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    while (rowids.next(value)) {
      frame.countRow();
      if (range.only(value) && table.cursor().seek(range.low(), Cursor.Seek.EQUAL)) {
        table.moved();
        return true;
      }
    }
    return false;
  }

  @Override
  void setAbsent() {
    table.setAbsent();
  }
}
