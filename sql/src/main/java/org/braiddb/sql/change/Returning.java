package org.braiddb.sql.change;

import java.util.List;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.value.Cell;

/** A RETURNING clause, over the row image that it was compiled for. */
record Returning(List<ProgramColumn> columns, List<RowExpression> values) {
  Returning {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
  }

  /** The values for the present row, which own their bytes. */
  Cell[] row() {
    Cell[] row = new Cell[values.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = new Cell();
      values.get(i).eval(row[i]);
      row[i].own();
    }
    return row;
  }
}
