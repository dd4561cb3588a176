package org.braiddb.sql.change;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT into a table.
 *
 * @param singleRow whether there is one row and nothing but it is changed, known when the statement
 *     was compiled
 * @param isPlain whether that row is refused, if at all, before it is written
 * @param copy how records are copied as they are; null where rows are made of values
 * @param row the new row: what {@code excluded} means
 * @param existing the row in the way: what ON CONFLICT DO UPDATE reads
 */
record InsertAction(
    RowPlan plan,
    InsertSource source,
    boolean singleRow,
    boolean isPlain,
    @Nullable RecordCopy copy,
    RowImage row,
    RowImage existing)
    implements ChangeAction {
  @Override
  public RowEvents events() {
    return plan.events();
  }

  @Override
  public boolean changesOneEntry() {
    return isPlain && plan.program().indexes().isEmpty();
  }

  @Override
  public void run(ChangeRun run) {
    if (singleRow) {
      run.insertsSingleRow();
    }
    TableChanger changer = run.changer(plan.program());
    TableChanger.Upserter upserter =
        plan.upserts().isEmpty() ? null : (clause, inTheWay) -> update(changer, clause, inTheWay);
    RecordCopy how = copy;
    if (how != null && how.fits(run.context(), plan.program())) {
      source.forEachRecord(run.context(), input -> copy(changer, how, input));
    } else {
      source.forEach(run.context(), input -> insert(changer, input, upserter));
    }
  }

  private void copy(TableChanger changer, RecordCopy how, @Nullable RowQuery input) {
    Cursor record = input == null ? null : input.record();
    if (record == null || !changer.insertCopy(plan, how, record, row)) {
      if (input != null) {
        input.compute();
      }
      insert(changer, input, null);
    }
  }

  private void insert(
      TableChanger changer, @Nullable RowQuery input, TableChanger.@Nullable Upserter upserter) {
    source.fill(row, input, plan.program().defaults());
    changer.insert(plan, row, upserter);
  }

  private void update(TableChanger changer, UpsertClause.Update clause, RowImage inTheWay) {
    existing.copyFrom(inTheWay);
    RowExpression where = clause.where();
    if (where != null) {
      Cell holds = new Cell();
      where.eval(holds);
      if (!holds.isTrue()) {
        return;
      }
    }
    Cell[] values = new Cell[clause.values().size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = new Cell();
      clause.values().get(i).eval(values[i]);
      values[i].own();
    }
    RowImage updated = new RowImage(row.table());
    updated.copyFrom(existing);
    Assignments.apply(updated, clause.columns(), values);
    changer.update(clause.plan(), existing, updated, clause.columns());
  }
}
