package org.braiddb.sql.execute;

import org.braiddb.storage.record.RecordWriter;

/**
 * The rows of a source kept in memory: filled once in a run (or once for every row around it, where
 * it depends on that), then read as often as wanted.
 */
final class BufferedRows extends Loop implements RunState {
  private final Loop origin;
  private final Evaluator[] columns;
  private final boolean dependent;
  private final RowBuffer buffer;
  private final RecordWriter writer = new RecordWriter();
  private final RecordRow.InMemory row;
  private boolean filled;
  private int position = -1;

  /**
   * @param columns what is kept of each row of the origin
   * @param dependent whether the origin's rows depend on those of sources around it
   * @param row is moved through the rows
   * @param budgetBytes how much memory they may take
   */
  BufferedRows(
      Loop origin,
      Evaluator[] columns,
      boolean dependent,
      RecordRow.InMemory row,
      long budgetBytes) {
    this.origin = origin;
    this.columns = columns;
    this.dependent = dependent;
    this.row = row;
    buffer = new RowBuffer(budgetBytes);
  }

  @Override
  void open(Frame frame) {
    fill(frame);
    rewind();
  }

  /** Reads the rows, unless they are there; whether others may be there now. */
  boolean fill(Frame frame) {
    if (filled && !dependent) {
      return false;
    }
    buffer.clear();
    origin.open(frame);
    while (origin.next(frame)) {
      CellRecords.write(writer, columns, frame);
      buffer.add(writer);
    }
    filled = true;
    return true;
  }

  void rewind() {
    position = -1;
  }

  int size() {
    return buffer.size();
  }

  int position() {
    return position;
  }

  void moveTo(int number) {
    position = number;
    buffer.load(number, row);
  }

  @Override
  boolean next(Frame frame) {
    if (position + 1 >= buffer.size()) {
      return false;
    }
    frame.countRow();
    moveTo(position + 1);
    return true;
  }

  @Override
  void setAbsent() {
    row.setAbsent();
  }

  @Override
  public void endRun() {
    filled = false;
    buffer.clear();
  }
}
