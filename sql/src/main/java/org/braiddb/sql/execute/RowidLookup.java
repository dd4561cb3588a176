package org.braiddb.sql.execute;

import org.braiddb.storage.Cursor;
import org.jspecify.annotations.Nullable;

/** The row of a table with a given rowid. */
final class RowidLookup extends Loop {
  private final TreeCursor table;
  private final Evaluator rowid;
  private final RowidBounds range = new RowidBounds();
  private final @Nullable RowsAhead ahead;
  private boolean pending;

  /**
   * @param ahead is told of the rowids to come; null where they are not known
   */
  RowidLookup(TreeCursor table, Evaluator rowid, @Nullable RowsAhead ahead) {
    this.table = table;
    this.rowid = rowid;
    this.ahead = ahead;
  }

  @Override
  void open(Frame frame) {
    table.open(frame);
    if (ahead != null) {
      ahead.advance(frame);
    }
    rowid.eval(frame);
    pending = range.only(frame);
  }

  @Override
  boolean next(Frame frame) {
    if (!pending) {
      return false;
    }
    pending = false;
    frame.countRow();
    if (!table.cursor().seek(range.low(), Cursor.Seek.EQUAL)) {
      return false;
    }
    table.moved();
    return true;
  }

  @Override
  void setAbsent() {
    table.setAbsent();
  }
}
