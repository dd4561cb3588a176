package org.braiddb.sql.change;

/**
 * A DELETE from a view: nothing but its triggers. The rows do not count as changes.
 *
 * @param scan the rows of the view, all columns
 */
record ViewDeleteAction(RowQuery scan, RowImage row, RowEvents events) implements ChangeAction {
  @Override
  public void run(ChangeRun run) {
    scan.open();
    try (BufferedRows rows = BufferedRows.of(scan, run.context())) {
      while (rows.next()) {
        for (int i = 0; i < row.values().length; i++) {
          row.value(i).copyFrom(rows.cell(i));
        }
        if (events.before(run, row, null)) {
          events.after(run, row, null);
        }
      }
    } finally {
      scan.close();
    }
  }
}
