package org.braiddb.sql.execute;

/** One source's way through rows that it shares with others. */
final class SharedReader extends Loop {
  private final SharedRows rows;
  private final RecordRow.InMemory row;
  private int next;

  SharedReader(SharedRows rows, RecordRow.InMemory row) {
    this.rows = rows;
    this.row = row;
  }

  @Override
  void open(Frame frame) {
    next = 0;
  }

  @Override
  boolean next(Frame frame) {
    if (!rows.load(next, row, frame)) {
      return false;
    }
    frame.countRow();
    next++;
    return true;
  }

  @Override
  void setAbsent() {
    row.setAbsent();
  }
}
