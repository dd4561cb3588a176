package org.braiddb.sql.change;

import java.util.List;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.value.Cell;

/**
 * A RETURNING clause.
 *
 * @param image what its expressions read
 * @param renewed the part of them whose subqueries are asked anew for every row
 */
record Returning(
    List<ProgramColumn> columns,
    List<RowExpression> values,
    RowImage image,
    StatementExpressions renewed) {
  Returning {
    columns = List.copyOf(columns);
    values = List.copyOf(values);
  }

  /** The values for a row, which own their bytes. */
  Cell[] row(RowImage shown) {
    image.copyFrom(shown);
    renewed.forget();
    Cell[] row = new Cell[values.size()];
    for (int i = 0; i < row.length; i++) {
      row[i] = new Cell();
      values.get(i).eval(row[i]);
      row[i].own();
    }
    return row;
  }
}
