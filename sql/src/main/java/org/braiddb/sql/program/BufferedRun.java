package org.braiddb.sql.program;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;

/** Rows that are in memory already. */
public final class BufferedRun implements Run {
  private final ArrayDeque<Cell[]> rows;
  private Cell @Nullable [] current;

  /** Over rows whose cells own their bytes. */
  public BufferedRun(List<Cell[]> rows) {
    this.rows = new ArrayDeque<>(rows);
  }

  /** A single row of a single value. */
  public static BufferedRun of(Cell cell) {
    return new BufferedRun(List.of(new Cell[][] {{cell}}));
  }

  /** The rows that another run has left, copied. The other run is closed. */
  public static BufferedRun drain(Run run, int columns) {
    List<Cell[]> rows = new ArrayList<>();
    while (run.next()) {
      rows.add(copy(run, columns));
    }
    run.close();
    return new BufferedRun(rows);
  }

  /** The present row of a run, in cells that own their bytes. */
  public static Cell[] copy(Run run, int columns) {
    Cell[] row = new Cell[columns];
    for (int i = 0; i < columns; i++) {
      row[i] = new Cell();
      row[i].copyFrom(run.cell(i));
      row[i].own();
    }
    return row;
  }

  @Override
  public boolean next() {
    current = rows.poll();
    return current != null;
  }

  @Override
  public Cell cell(int column) {
    Cell[] row = current;
    if (row == null) {
      throw new StatementException(ResultCode.MISUSE, "no row is there");
    }
    return row[column];
  }

  @Override
  public void close() {
    rows.clear();
    current = null;
  }
}
