package org.braiddb.sql.change;

import java.util.List;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * An UPDATE of a table. The rows are found first and changed then.
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

  @Override
  public void run(ChangeRun run) {
    TableDefinition table = plan.program().table();
    FoundRows found = FoundRows.collect(scan, table, run.collations(), run.context());
    TableChanger changer = run.changer(plan.program());
    TableStore store = changer.store();
    store.entries().begin(patch == null ? 1 : found.size());
    new Progress(changer).update(found);
    store.entries().settle();
  }

  /** One run. */
  private final class Progress {
    private final TableChanger changer;

    Progress(TableChanger changer) {
      this.changer = changer;
    }

    void update(FoundRows found) {
      Cell[] computed = new Cell[assigned.size()];
      for (int i = 0; i < computed.length; i++) {
        computed[i] = new Cell();
      }
      for (int number = 0; number < found.size(); number++) {
        // Of several new values for one row the last counts.
        if (from && found.isRepeated(number)) {
          continue;
        }
        found.name(number, old);
        if (find()) {
          compute(found, number, computed);
          if (patch == null || !patch(patch, computed)) {
            update(computed);
          }
        }
      }
    }

    private boolean find() {
      return patch != null
          ? changer.store().view(old, patch.read())
          : changer.store().read(old, old);
    }

    /** False where the row must be looked at as a whole; then it is there. */
    private boolean patch(RowPatch how, Cell[] computed) {
      row.copyFrom(old);
      Assignments.apply(row, assigned, computed);
      if (changer.patch(how, old, row)) {
        return true;
      }
      for (Cell value : computed) {
        value.own(); // its bytes may be the row's, which is read once more
      }
      changer.store().read(old, old);
      return false;
    }

    private void compute(FoundRows found, int number, Cell[] computed) {
      for (int i = 0; i < computed.length; i++) {
        if (from) {
          found.value(number, i, computed[i]);
        } else {
          values.get(i).eval(computed[i]);
          if (patch == null) {
            computed[i].own();
          }
        }
      }
    }

    private void update(Cell[] computed) {
      row.copyFrom(old);
      Assignments.apply(row, assigned, computed);
      changer.update(plan, old, row, assigned);
    }
  }
}
