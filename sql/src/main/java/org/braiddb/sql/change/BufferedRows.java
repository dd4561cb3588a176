package org.braiddb.sql.change;

import org.braiddb.sql.execute.RowList;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.program.Settings;
import org.braiddb.sql.value.Cell;

/** The rows of a query read as a whole, for a statement that changes what the query reads. */
final class BufferedRows implements RowQuery, AutoCloseable {
  private final RowList rows;
  private final Cell[] cells;
  private int present = -1;

  private BufferedRows(int columns, Settings settings) {
    rows = new RowList(settings);
    cells = new Cell[columns];
    for (int i = 0; i < columns; i++) {
      cells[i] = new Cell();
    }
  }

  static BufferedRows of(RowQuery query, RunContext context) {
    BufferedRows buffered = new BufferedRows(query.columnCount(), context.settings());
    try {
      buffered.read(query, context);
      return buffered;
    } catch (RuntimeException | Error e) {
      buffered.close();
      throw e;
    }
  }

  private void read(RowQuery query, RunContext context) {
    while (query.next()) {
      for (int i = 0; i < cells.length; i++) {
        rows.put(query.cell(i));
      }
      rows.endRow();
      if ((rows.size() & 0xfff) == 0) {
        context.limits().checkCancelled();
      }
    }
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
    rows.close();
  }
}
