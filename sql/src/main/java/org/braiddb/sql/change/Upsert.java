package org.braiddb.sql.change;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;

/** ON CONFLICT DO UPDATE in one run of an INSERT. */
final class Upsert implements TableChanger.Upserter {
  private static final Cell[] NO_CELLS = {};

  private final TableChanger changer;
  private final RowImage existing;
  private final RowImage updated;
  private final Cell holds = new Cell();
  private Cell[] computed = NO_CELLS;

  /**
   * For the rows of a table.
   *
   * @param existing what the clauses read of the row in the way
   */
  Upsert(TableChanger changer, RowImage existing) {
    this.changer = changer;
    this.existing = existing;
    this.updated = new RowImage(existing.table());
  }

  @Override
  public void update(UpsertClause.Update clause) {
    RowPatch patch = clause.patch();
    if (patch == null) {
      changer.store().readViewed(existing);
    } else {
      changer.store().viewFound(existing, patch);
    }
    if (!holds(clause)) {
      return;
    }
    Cell[] values = compute(clause);
    if (patch != null) {
      updated.copyFrom(existing, patch.viewed());
      Assignments.apply(updated, clause.columns(), values);
      if (changer.patch(clause.plan(), patch, existing, updated)) {
        return;
      }
    }
    for (Cell value : values) {
      value.own(); // its bytes may be the row's
    }
    if (patch != null) {
      changer.store().readViewed(existing);
    }
    updated.copyFrom(existing);
    Assignments.apply(updated, clause.columns(), values);
    changer.update(clause.plan(), existing, updated, clause.columns());
  }

  private boolean holds(UpsertClause.Update clause) {
    RowExpression where = clause.where();
    if (where == null) {
      return true;
    }
    where.eval(holds);
    return holds.isTrue();
  }

  private Cell[] compute(UpsertClause.Update clause) {
    int count = clause.values().size();
    if (computed.length != count) {
      computed = new Cell[count];
      Arrays.setAll(computed, i -> new Cell());
    }
    for (int i = 0; i < count; i++) {
      clause.values().get(i).eval(computed[i]);
    }
    return computed;
  }
}
