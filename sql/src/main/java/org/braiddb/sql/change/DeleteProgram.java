package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * A DELETE. The rows are found first and deleted then, so that no scan meets its own changes.
 *
 * @param scan the names of the rows to delete
 * @param clears whether all rows go and nobody looks at them one by one
 * @param row what RETURNING reads
 */
record DeleteProgram(
    StatementExpressions expressions,
    TableProgramSource programs,
    ChangeTarget target,
    RowQuery scan,
    boolean clears,
    RowImage row,
    @Nullable Returning returning,
    List<ProgramColumn> columns,
    Set<Integer> reads)
    implements Program {
  @Override
  public Set<Integer> writes() {
    return Set.of(target.database());
  }

  @Override
  public Run start(RunContext context) {
    expressions.begin(context);
    List<Cell[]> rows = new ArrayList<>();
    try (ChangeRun run = new ChangeRun(context, programs);
        TableChanger changer =
            new TableChanger(
                run, programs.program(target.database(), target.table()), Optional.empty())) {
      long changes = clears ? changer.store().clear() : deleteFound(changer, rows, context);
      changer.finish();
      run.finish(changes);
    } finally {
      expressions.end();
    }
    return returning == null ? Run.EMPTY : new BufferedRun(rows);
  }

  private long deleteFound(TableChanger changer, List<Cell[]> rows, RunContext context) {
    long changes = 0;
    RowNames names = RowNames.collect(scan, target.table(), context);
    for (int i = 0; i < names.size(); i++) {
      names.load(i, row);
      if (changer.store().read(row, row)) {
        changer.deleteRow(row);
        changes++;
        if (returning != null) {
          rows.add(returning.row());
        }
      }
    }
    return changes;
  }
}
