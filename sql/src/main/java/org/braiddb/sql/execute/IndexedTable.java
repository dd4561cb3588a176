package org.braiddb.sql.execute;

import org.braiddb.storage.CorruptException;
import org.jspecify.annotations.Nullable;

/** A scan of an index whose table rows are looked up where the index does not have the columns. */
final class IndexedTable extends Loop {
  private final Loop scan;
  private final TreeCursor table;
  private final RecordRow row;
  private final @Nullable RowsAhead ahead;

  /**
   * @param ahead is told of the rows that are looked up; null where that is of no use
   */
  IndexedTable(Loop scan, TreeCursor table, RecordRow row, @Nullable RowsAhead ahead) {
    this.scan = scan;
    this.table = table;
    this.row = row;
    this.ahead = ahead;
  }

  @Override
  void limit(long rows) {
    if (ahead != null) {
      ahead.limit(rows);
    }
  }

  @Override
  void open(Frame frame) {
    table.open(frame);
    scan.open(frame);
    row.announce(frame);
  }

  @Override
  boolean next(Frame frame) {
    if (!scan.next(frame)) {
      return false;
    }
    if (ahead != null) {
      ahead.advance(frame);
    }
    row.moved();
    return true;
  }

  @Override
  boolean nextOther(Frame frame, int columns) {
    if (!scan.nextOther(frame, columns)) {
      return false;
    }
    if (ahead != null) {
      ahead.skip(0); // the rows that were announced may be among those passed
      ahead.advance(frame);
    }
    row.moved();
    return true;
  }

  @Override
  boolean skip(Frame frame, long rows) {
    if (!scan.skip(frame, rows)) {
      return false;
    }
    if (ahead != null) {
      ahead.skip(rows);
    }
    row.moved();
    return true;
  }

  @Override
  @Nullable CorruptException missingRow() {
    return row.missing();
  }

  @Override
  void setAbsent() {
    scan.setAbsent();
    row.setAbsent();
  }
}
