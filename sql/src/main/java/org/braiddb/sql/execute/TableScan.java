package org.braiddb.sql.execute;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.RowBlock;

/** The rows of a table by rowid, as far as bounds on the rowid leave them. */
final class TableScan extends TreeScan {
  private final TreeCursor table;
  private final KeyBound[] bounds;
  private final boolean reverse;
  private final RowidBounds range = new RowidBounds();
  private boolean started;
  private boolean ended;
  private boolean bounded;
  private long pass;

  TableScan(TreeCursor table, KeyBound[] bounds, boolean reverse) {
    this.table = table;
    this.bounds = bounds;
    this.reverse = reverse;
  }

  @Override
  void open(Frame frame) {
    range.reset();
    for (KeyBound bound : bounds) {
      bound.value().eval(frame);
      range.narrow(bound.operator(), frame);
    }
    table.open(frame);
    started = false;
    pass++;
    ended = range.isEmpty();
    bounded = bounds.length > 0;
  }

  @Override
  boolean next(Frame frame) {
    if (ended) {
      return false;
    }
    frame.countRow();
    Cursor cursor = table.cursor();
    boolean found = started ? move(cursor) : start(cursor);
    started = true;
    if (!found || bounded && outside(cursor)) {
      ended = true;
      return false;
    }
    table.moved();
    return true;
  }

  @Override
  boolean skip(Frame frame, long rows) {
    if (bounded || reverse || ended || rows == 0) {
      return super.skip(frame, rows);
    }
    long left = rows;
    if (!started) {
      if (!next(frame)) {
        return false;
      }
      left--;
    }
    if (!table.cursor().skip(left)) {
      ended = true;
      return false;
    }
    table.moved();
    return true;
  }

  @Override
  int show(RowBlock block, long distance) {
    long last = bounded ? range.high() : Long.MAX_VALUE;
    long rowid = table.rowid();
    return table.show(block, last - rowid > distance ? rowid + distance : last);
  }

  @Override
  boolean isReverse() {
    return reverse;
  }

  @Override
  boolean isBeforeAll() {
    return !bounded && !started && !ended;
  }

  @Override
  TreeCursor onlyTable() {
    return table;
  }

  @Override
  TreeCursor entries() {
    return table;
  }

  private boolean start(Cursor cursor) {
    if (reverse) {
      return range.high() == Long.MAX_VALUE
          ? cursor.last()
          : cursor.seek(range.high(), Cursor.Seek.AT_MOST);
    }
    return range.low() == Long.MIN_VALUE
        ? cursor.first()
        : cursor.seek(range.low(), Cursor.Seek.AT_LEAST);
  }

  /** Another number for each time that it was opened. */
  long pass() {
    return pass;
  }

  /** Moves a cursor on the table to the row that follows in this scan. */
  boolean move(Cursor cursor) {
    return reverse ? cursor.previous() : cursor.next();
  }

  /** Whether a cursor is beyond the last row of the scan. */
  boolean outside(Cursor cursor) {
    return reverse ? cursor.rowid() < range.low() : cursor.rowid() > range.high();
  }

  @Override
  void setAbsent() {
    table.setAbsent();
  }
}
