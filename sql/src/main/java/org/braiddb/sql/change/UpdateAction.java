package org.braiddb.sql.change;

import java.util.Arrays;
import java.util.List;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.CallLimits;
import org.jspecify.annotations.Nullable;

/**
 * An UPDATE of a table. The rows are found first and changed then, but where a scan of the table
 * finds them and the change concerns nothing but themselves and entries of indexes.
 *
 * @param scan the names of the rows; with FROM the new values follow, else {@code values} computes
 *     them
 * @param assigned the columns set ({@link UpsertClause#ROWID_COLUMN} for the rowid)
 * @param values over {@code old}, one per column; empty with FROM
 * @param patch how new records are made of old ones; null where rows are read and written as a
 *     whole
 * @param old the row as it is
 * @param row the row as it will be
 */
record UpdateAction(
    RowPlan plan,
    RowQuery scan,
    List<Integer> assigned,
    List<RowExpression> values,
    boolean from,
    @Nullable RowPatch patch,
    RowImage old,
    RowImage row)
    implements ChangeAction {
  @Override
  public RowEvents events() {
    return plan.events();
  }

  @Override
  public boolean isPlain() {
    return patch != null && patch.indexes().length == 0 && scan.findsAtMostOneRow();
  }

  @Override
  public boolean changesOneEntry() {
    return isPlain();
  }

  /** Whether rows are changed where the scan is, which asks nothing that they could be part of. */
  boolean changesAsFound() {
    return patch != null && !from && scan.readsTableInOrder() && !plan.watchesReplaced();
  }

  @Override
  public void run(ChangeRun run) {
    if (patch != null && changesAsFound()) {
      TableChanger changer = run.changer(plan.program());
      new Progress(changer).patchAsFound(patch, run.context().limits());
      changer.store().entries().settle();
      return;
    }
    TableDefinition table = plan.program().table();
    try (FoundRows found = FoundRows.collect(scan, table, run.collations(), run.context())) {
      TableChanger changer = run.changer(plan.program());
      TableStore store = changer.store();
      store.entries().begin(patch == null ? 1 : found.size());
      new Progress(changer).update(found);
      store.entries().settle();
    }
  }

  /** One run. */
  private final class Progress {
    private final TableChanger changer;
    private final Cell[] computed = new Cell[assigned.size()];

    Progress(TableChanger changer) {
      this.changer = changer;
      Arrays.setAll(computed, i -> new Cell());
    }

    /** Changes each row as soon as it is found: none changes its place, or goes. */
    void patchAsFound(RowPatch how, CallLimits limits) {
      TableStore store = changer.store();
      store.openOver(scan);
      try {
        for (int rows = 1; scan.move(); rows++) {
          store.viewFound(old, how);
          store.entries().begin(rows);
          compute();
          if (!patchOrUpdate(how)) {
            store.returnTo(old);
          }
          if ((rows & 0xfff) == 0) {
            limits.checkCancelled();
          }
        }
      } finally {
        scan.close();
      }
    }

    void update(FoundRows found) {
      for (int number = 0; number < found.size(); number++) {
        // Of several new values for one row the last counts.
        if (from && found.isRepeated(number)) {
          continue;
        }
        found.name(number, old);
        if (find()) {
          if (from) {
            take(found, number);
          } else {
            compute();
          }
          if (patch == null) {
            update();
          } else {
            patchOrUpdate(patch);
          }
        }
      }
    }

    private boolean find() {
      return patch != null ? changer.store().view(old, patch) : changer.store().read(old, old);
    }

    /** Whether the row need not be looked at as a whole. */
    private boolean patchOrUpdate(RowPatch how) {
      row.copyFrom(old, how.viewed());
      Assignments.apply(row, assigned, computed);
      if (changer.patch(plan, how, old, row)) {
        return true;
      }
      for (Cell value : computed) {
        value.own(); // its bytes may be the row's, which is read once more
      }
      changer.store().readViewed(old);
      update();
      return false;
    }

    private void compute() {
      for (int i = 0; i < computed.length; i++) {
        values.get(i).eval(computed[i]);
        if (patch == null) {
          computed[i].own();
        }
      }
    }

    /** The new values came with the row. */
    private void take(FoundRows found, int number) {
      for (int i = 0; i < computed.length; i++) {
        found.value(number, i, computed[i]);
      }
    }

    private void update() {
      row.copyFrom(old);
      Assignments.apply(row, assigned, computed);
      changer.update(plan, old, row, assigned);
    }
  }
}
