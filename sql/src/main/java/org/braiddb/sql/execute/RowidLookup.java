package org.braiddb.sql.execute;

import org.braiddb.storage.Cursor;
import org.jspecify.annotations.Nullable;

/** The row of a table with a given rowid. */
final class RowidLookup extends Loop implements RunState {
  private final TreeCursor table;
  private final Evaluator rowid;
  private final RowidBounds range = new RowidBounds();
  private final @Nullable RowsAhead ahead;
  private final RecentRows recent = new RecentRows();
  private boolean pending;

  /** Whether the transaction of the run only reads. */
  private boolean lasting;

  private boolean begun;

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
    if (!begun) {
      begun = true;
      lasting = table.onlyReads(frame);
    }
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
    long wanted = range.low();
    int copy = lasting ? recent.find(wanted) : -1;
    if (copy >= 0) {
      table.turnTo(recent.rows(), copy);
      return true;
    }
    Cursor cursor = table.cursor();
    if (!cursor.seek(wanted, Cursor.Seek.EQUAL)) {
      return false;
    }
    if (lasting) {
      recent.add(wanted, cursor);
    }
    table.leaveBlock();
    return true;
  }

  @Override
  public void endRun() {
    begun = false;
    recent.endRun();
  }

  @Override
  void setAbsent() {
    table.setAbsent();
  }
}
