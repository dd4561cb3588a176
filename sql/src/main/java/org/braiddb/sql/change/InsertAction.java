package org.braiddb.sql.change;

import org.braiddb.storage.Cursor;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT into a table.
 *
 * @param singleRow whether there is one row and nothing but it is changed, known when the statement
 *     was compiled
 * @param isPlain whether that row is refused, if at all, before it is written
 * @param copy how rows are made of others' records; null where they are made of values alone
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
    try {
      insertAll(run, changer);
    } catch (RuntimeException e) {
      finishAfter(e, changer);
      throw e;
    }
    changer.finishTogether();
  }

  /** What was inserted before an error may stay: the conflict clause decides. */
  private static void finishAfter(RuntimeException error, TableChanger changer) {
    try {
      changer.finishTogether();
    } catch (RuntimeException next) {
      error.addSuppressed(next);
    }
  }

  private void insertAll(ChangeRun run, TableChanger changer) {
    TableChanger.Upserter upserter =
        plan.upserts().isEmpty() ? null : new Upsert(changer, existing);
    RecordCopy how = copy;
    if (how != null && how.fits(run.context(), plan.program())) {
      CopiedRecord copied = new CopiedRecord(how);
      source.forEachRecord(run.context(), input -> copy(changer, copied, input, upserter));
    } else {
      source.forEach(run.context(), input -> insert(changer, input, upserter));
    }
  }

  private void copy(
      TableChanger changer,
      CopiedRecord copied,
      @Nullable RowQuery input,
      TableChanger.@Nullable Upserter upserter) {
    if (input == null || !copies(changer, copied, input, upserter)) {
      insert(changer, input, upserter);
    }
  }

  /**
   * Inserts a row whose values are still to be computed.
   *
   * @return false, the values computed and nothing else done, where it must be made of values
   */
  private boolean copies(
      TableChanger changer,
      CopiedRecord copied,
      RowQuery input,
      TableChanger.@Nullable Upserter upserter) {
    Cursor record = input.record();
    if (record == null || !copied.turnTo(record)) {
      input.compute();
      return false;
    }
    RecordCopy how = copied.how();
    changer.store().view(copied, row);
    if (how.outputs().length > 0) {
      input.compute(how.outputs());
    }
    source.fill(row, input, how.computed(), plan.program().defaults());
    if (!changer.insertCopy(plan, copied, row, upserter)) {
      input.compute(how.selected());
      return false;
    }
    return true;
  }

  private void insert(
      TableChanger changer, @Nullable RowQuery input, TableChanger.@Nullable Upserter upserter) {
    source.fill(row, input, plan.program().defaults());
    changer.insert(plan, row, upserter);
  }
}
