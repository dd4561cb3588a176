package org.braiddb.sql.change;

import java.util.Optional;

/**
 * A DELETE from a table. The rows are found first and deleted then, so that no scan meets its own
 * changes, but where a scan of the table finds them and nothing but themselves is concerned.
 *
 * @param scan the names of the rows to delete
 * @param plain whether nobody looks at the rows one by one
 * @param all whether all rows go
 */
record DeleteAction(
    TableProgram program, RowEvents events, RowQuery scan, boolean plain, boolean all, RowImage row)
    implements ChangeAction {
  /** Whether the trees are emptied as a whole. */
  boolean clears() {
    return plain && all;
  }

  /** Whether rows are deleted where the scan is, which asks nothing that they could be part of. */
  boolean deletesAsFound() {
    return plain && program.indexes().isEmpty() && scan.readsTableInOrder();
  }

  @Override
  public boolean isPlain() {
    return plain && program.indexes().isEmpty() && scan.findsAtMostOneRow();
  }

  @Override
  public boolean changesOneEntry() {
    return isPlain();
  }

  /** Whether none but foreign keys look at the rows. */
  private boolean onlyKeysLook() {
    return events.isEmpty() && !program.table().isCatalog();
  }

  @Override
  public void run(ChangeRun run) {
    TableChanger changer = run.changer(program);
    if (clears()) {
      run.changed(changer.store().clear());
      return;
    }
    if (deletesAsFound()) {
      changer.deleteAsFound(scan);
      return;
    }
    try (FoundRows found =
        FoundRows.collect(scan, program.table(), run.collations(), run.context())) {
      delete(run, changer, found);
    }
  }

  private void delete(ChangeRun run, TableChanger changer, FoundRows found) {
    TableEntries entries = changer.store().entries();
    if (plain) {
      entries.begin(found.size());
      changer.deleteEach(found, row);
    } else {
      deleteWatched(run, changer, found);
    }
    entries.settle();
  }

  private void deleteWatched(ChangeRun run, TableChanger changer, FoundRows found) {
    TableStore store = changer.store();
    Optional<CascadingDelete> together =
        onlyKeysLook() ? run.foreignKeys().cascade(changer) : Optional.empty();
    if (together.isPresent()) {
      store.entries().begin(found.size());
      together.get().deleteEach(found, row);
      return;
    }
    store.entries().begin(1);
    for (int i = 0; i < found.size(); i++) {
      found.name(i, row);
      if (store.read(row, row)) {
        changer.delete(events, row);
      }
    }
  }
}
