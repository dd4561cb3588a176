package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** The rows of a stream as a source, read as they come: a subquery that is gone through once. */
final class StreamRows extends Loop {
  private final RowStream stream;
  private final Cell[] row;

  /**
   * @param row takes each row; what reads the source's columns refers to these cells
   */
  StreamRows(RowStream stream, Cell[] row) {
    this.stream = stream;
    this.row = row;
  }

  @Override
  void open(Frame frame) {
    stream.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    if (!stream.next(frame)) {
      return false;
    }
    Cell[] source = stream.row();
    for (int i = 0; i < row.length; i++) {
      row[i].copyFrom(source[i]);
    }
    return true;
  }

  @Override
  long count(Frame frame) {
    return stream.count(frame);
  }

  @Override
  void setAbsent() {
    for (Cell cell : row) {
      cell.setNull();
    }
  }
}
