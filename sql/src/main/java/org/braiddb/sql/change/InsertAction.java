package org.braiddb.sql.change;

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
    changer.beginInsert();
    TableChanger.Upserter upserter =
        plan.upserts().isEmpty() ? null : new Upsert(changer, existing);
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
}
