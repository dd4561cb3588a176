package org.braiddb.sql.execute;

import org.braiddb.storage.record.RecordWriter;

/**
 * The rows of a query that several sources read: computed as far as any of them has read, kept for
 * the run. So a query without end can be shared, too.
 */
final class SharedRows implements RunState {
  private final RowStream input;
  private final RowBuffer rows;
  private final RecordWriter writer = new RecordWriter();
  private boolean opened;
  private boolean ended;

  /**
   * @param budgetBytes how much memory the rows may take
   */
  SharedRows(RowStream input, long budgetBytes) {
    this.input = input;
    rows = new RowBuffer(budgetBytes);
  }

  /** Moves a row to the one of that number; false where there are not so many. */
  boolean load(int number, RecordRow.InMemory row, Frame frame) {
    while (number >= rows.size()) {
      if (!pull(frame)) {
        return false;
      }
    }
    rows.load(number, row);
    return true;
  }

  private boolean pull(Frame frame) {
    if (ended) {
      return false;
    }
    if (!opened) {
      input.open(frame);
      opened = true;
    }
    if (!input.next(frame)) {
      ended = true;
      return false;
    }
    CellRecords.write(writer, input.row());
    rows.add(writer);
    return true;
  }

  @Override
  public void endRun() {
    rows.clear();
    opened = false;
    ended = false;
  }
}
