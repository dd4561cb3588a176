package org.braiddb.sql.change;

import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/** An INSERT into a view: nothing but its triggers. The rows do not count as changes. */
record ViewInsertAction(InsertSource source, RowEvents events, RowImage row)
    implements ChangeAction {
  @Override
  public void run(ChangeRun run) {
    @Nullable RowExpression[] noDefaults = new RowExpression[row.values().length];
    source.forEach(
        run.context(),
        input -> {
          source.fill(row, input, noDefaults);
          makeReal();
          if (events.before(run, null, row)) {
            events.after(run, null, row);
          }
        });
  }

  /** Values for a view are not converted, but what is read of a REAL column is one. */
  private void makeReal() {
    for (TableColumn column : row.table().columns()) {
      Cell value = row.value(column.index());
      if (column.affinity() == Affinity.REAL && value.type == Cell.INTEGER) {
        value.setReal((double) value.integer);
      }
    }
  }
}
