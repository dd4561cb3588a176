package org.braiddb.sql.change;

import java.util.List;
import org.braiddb.sql.program.ProgramColumn;
import org.jspecify.annotations.Nullable;

/** An INSERT into a view: nothing but its triggers. The rows do not count as changes. */
record ViewInsertAction(InsertSource source, RowEvents events, RowImage row)
    implements ChangeAction {
  @Override
  public List<ProgramColumn> columns() {
    Returning returning = events.returning();
    return returning == null ? List.of() : returning.columns();
  }

  @Override
  public void run(ChangeRun run) {
    @Nullable RowExpression[] noDefaults = new RowExpression[row.values().length];
    source.forEach(
        run.context(),
        input -> {
          source.fill(row, input, noDefaults);
          if (events.before(run, null, row)) {
            events.after(run, null, row);
          }
        });
  }
}
