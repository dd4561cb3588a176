package org.braiddb.sql.change;

import org.braiddb.sql.execute.RowList;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;

/**
 * The rows of a query read as a whole, for a statement that changes what the query reads. Kept as
 * records: a million short rows take some tens of megabytes.
 */
final class BufferedRows implements RowQuery {
  private final RowList rows = new RowList();
  private final Cell[] cells;
  private int present = -1;

  private BufferedRows(int columns) {
    cells = new Cell[columns];
    for (int i = 0; i < columns; i++) {
      cells[i] = new Cell();
    }
  }

  static BufferedRows of(RowQuery query, RunContext context) {
    BufferedRows buffered = new BufferedRows(query.columnCount());
    while (query.next()) {
      for (int i = 0; i < buffered.cells.length; i++) {
        buffered.rows.put(query.cell(i));
      }
      buffered.rows.endRow();
      if ((buffered.rows.size() & 0xfff) == 0) {
        context.limits().checkCancelled();
      }
    }
    return buffered;
  }

  @Override
  public void open() {
    present = -1;
  }

  @Override
  public boolean next() {
    if (present + 1 >= rows.size()) {
      return false;
    }
    present++;
    for (int i = 0; i < cells.length; i++) {
      rows.read(present, i, cells[i]);
    }
    return true;
  }

  @Override
  public int columnCount() {
    return cells.length;
  }

  @Override
  public Cell cell(int column) {
    return cells[column];
  }

  @Override
  public void close() {
    // Nothing is held but memory.
  }
}
