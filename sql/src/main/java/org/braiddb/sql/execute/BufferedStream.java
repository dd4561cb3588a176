package org.braiddb.sql.execute;

import org.braiddb.storage.record.RecordWriter;

/** The rows of a stream, computed once in a run and read as often as it is opened. */
final class BufferedStream extends RowStream implements RunState {
  private final RowStream input;
  private final RowBuffer rows;
  private final RecordWriter writer = new RecordWriter();
  private final RecordRow.InMemory record = new RecordRow.InMemory();
  private final Evaluator[] columns;
  private boolean filled;
  private int at;

  /**
   * @param budgetBytes how much memory the rows may take
   */
  BufferedStream(RowStream input, long budgetBytes) {
    super(input.row().length);
    this.input = input;
    rows = new RowBuffer(budgetBytes);
    columns = record.columns(0, row().length);
  }

  @Override
  void open(Frame frame) {
    if (!filled) {
      input.open(frame);
      while (input.next(frame)) {
        CellRecords.write(writer, input.row());
        rows.add(writer);
      }
      filled = true;
    }
    at = 0;
  }

  @Override
  boolean next(Frame frame) {
    if (at == rows.size()) {
      return false;
    }
    rows.load(at++, record);
    CellRecords.read(columns, row(), frame);
    return true;
  }

  @Override
  public void endRun() {
    filled = false;
    rows.clear();
  }
}
