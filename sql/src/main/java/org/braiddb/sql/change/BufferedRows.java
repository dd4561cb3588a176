package org.braiddb.sql.change;

import java.util.ArrayDeque;
import java.util.Deque;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/** The rows of a query read as a whole, for a statement that changes what the query reads. */
final class BufferedRows implements RowQuery {
  private final Deque<Cell[]> rows = new ArrayDeque<>();
  private Cell @Nullable [] present;

  private BufferedRows() {}

  static BufferedRows of(RowQuery query, RunContext context) {
    BufferedRows buffered = new BufferedRows();
    long count = 0;
    while (query.next()) {
      Cell[] row = new Cell[query.columnCount()];
      for (int i = 0; i < row.length; i++) {
        row[i] = new Cell();
        row[i].copyFrom(query.cell(i));
        row[i].own();
      }
      buffered.rows.add(row);
      if ((++count & 0xfff) == 0) {
        context.limits().checkCancelled();
      }
    }
    return buffered;
  }

  @Override
  public void open() {
    // The rows are there already.
  }

  @Override
  public boolean next() {
    present = rows.poll();
    return present != null;
  }

  @Override
  public int columnCount() {
    Cell[] row = present;
    return row == null ? 0 : row.length;
  }

  @Override
  public Cell cell(int column) {
    Cell[] row = present;
    if (row == null) {
      throw new IllegalStateException("no row");
    }
    return row[column];
  }

  @Override
  public void close() {
    rows.clear();
  }
}
