package org.braiddb.sql.change;

import java.util.List;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.value.Cell;

/**
 * An UPDATE of a view: nothing but its triggers. The rows do not count as changes.
 *
 * @param scan the rows of the view, all columns; with FROM the new values follow, else {@code
 *     values} computes them
 * @param values over {@code old}, one per column of {@code assigned}; empty with FROM
 */
record ViewUpdateAction(
    RowQuery scan,
    List<Integer> assigned,
    List<RowExpression> values,
    RowImage old,
    RowImage row,
    RowEvents events)
    implements ChangeAction {
  @Override
  public void run(ChangeRun run) {
    scan.open();
    try (BufferedRows rows = BufferedRows.of(scan, run.context())) {
      int width = old.values().length;
      while (rows.next()) {
        for (int i = 0; i < width; i++) {
          old.value(i).copyFrom(rows.cell(i));
        }
        Cell[] computed = new Cell[assigned.size()];
        for (int i = 0; i < computed.length; i++) {
          computed[i] = new Cell();
          if (values.isEmpty()) {
            computed[i].copyFrom(rows.cell(width + i));
          } else {
            values.get(i).eval(computed[i]);
            computed[i].own();
          }
        }
        row.copyFrom(old);
        Assignments.apply(row, assigned, computed);
        for (TableColumn column : row.table().columns()) {
          column.affinity().apply(row.value(column.index()));
        }
        if (events.before(run, old, row)) {
          events.after(run, old, row);
        }
      }
    } finally {
      scan.close();
    }
  }
}
