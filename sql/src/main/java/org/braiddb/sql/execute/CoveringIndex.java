package org.braiddb.sql.execute;

import org.braiddb.storage.CorruptException;
import org.braiddb.storage.RowBlock;
import org.jspecify.annotations.Nullable;

/** A scan of an index that has every column: the table is not looked at. */
final class CoveringIndex extends TreeScan {
  private final IndexScan scan;
  private final RecordRow row;

  /**
   * @param row knows the rowid of the present entry; its columns are never read
   */
  CoveringIndex(IndexScan scan, RecordRow row) {
    this.scan = scan;
    this.row = row;
  }

  @Override
  void open(Frame frame) {
    scan.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    if (!scan.next(frame)) {
      return false;
    }
    row.moved();
    return true;
  }

  @Override
  boolean nextOther(Frame frame, int columns) {
    if (!scan.nextOther(frame, columns)) {
      return false;
    }
    row.moved();
    return true;
  }

  @Override
  boolean skip(Frame frame, long rows) {
    if (!scan.skip(frame, rows)) {
      return false;
    }
    row.moved();
    return true;
  }

  @Override
  TreeCursor entries() {
    return scan.entries();
  }

  @Override
  int show(RowBlock block, long distance) {
    return scan.show(block, distance);
  }

  @Override
  boolean isReverse() {
    return scan.isReverse();
  }

  @Override
  boolean isBeforeAll() {
    return scan.isBeforeAll();
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
