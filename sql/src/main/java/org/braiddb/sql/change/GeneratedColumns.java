package org.braiddb.sql.change;

import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.value.Cell;

/** Computes generated columns of a row; columns may depend on one another in any order. */
final class GeneratedColumns {
  private GeneratedColumns() {}

  /** Sets all generated columns; the program's image is the row before. */
  static void compute(TableProgram program, RowImage row) {
    // A column that depends on a later one needs another round; there are no circles.
    boolean changed = true;
    for (int round = 0; changed && round <= program.table().columns().size(); round++) {
      changed = false;
      for (TableColumn column : program.table().columns()) {
        RowExpression expression = program.generated()[column.index()];
        if (expression != null) {
          changed |= computeOne(program, row, column, expression);
        }
      }
    }
  }

  private static boolean computeOne(
      TableProgram program, RowImage row, TableColumn column, RowExpression expression) {
    Cell value = new Cell();
    expression.eval(value);
    value.own();
    column.affinity().apply(value);
    Cell target = row.value(column.index());
    boolean changed = !Identical.are(value, target);
    target.copyFrom(value);
    program.image().value(column.index()).copyFrom(value);
    return changed;
  }
}
