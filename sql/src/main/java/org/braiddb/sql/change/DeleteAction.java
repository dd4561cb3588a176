package org.braiddb.sql.change;

/**
 * A DELETE from a table. The rows are found first and deleted then, so that no scan meets its own
 * changes.
 *
 * @param scan the names of the rows to delete
 * @param clears whether all rows go and nobody looks at them one by one
 */
record DeleteAction(
    TableProgram program, RowEvents events, RowQuery scan, boolean clears, RowImage row)
    implements ChangeAction {
  @Override
  public void run(ChangeRun run) {
    TableChanger changer = run.changer(program);
    if (clears) {
      run.changed(changer.store().clear());
      return;
    }
    FoundRows found = FoundRows.collect(scan, program.table(), run.collations(), run.context());
    for (int i = 0; i < found.size(); i++) {
      found.name(i, row);
      if (changer.store().read(row, row)) {
        changer.delete(events, row);
      }
    }
  }
}
