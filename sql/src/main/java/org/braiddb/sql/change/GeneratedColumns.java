package org.braiddb.sql.change;

import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.value.Cell;

/** Computes the generated columns of a row. */
final class GeneratedColumns {
  private GeneratedColumns() {}

  /** Sets all generated columns; the program's image is the row before. */
  static void compute(TableProgram program, RowImage row) {
    for (TableColumn column : program.table().generatedOrder()) {
      compute(program, row, column);
    }
  }

  /** Sets one of them; the program's image is the row with those that it is computed from. */
  static void compute(TableProgram program, RowImage row, TableColumn column) {
    RowExpression expression = program.generated()[column.index()];
    if (expression != null) {
      Cell target = row.value(column.index());
      expression.eval(target);
      target.own();
      column.affinity().apply(target);
      program.image().value(column.index()).copyFrom(target);
    }
  }
}
