package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * An INSERT.
 *
 * @param source the rows; null for DEFAULT VALUES
 * @param buffered whether the source reads what is written, so that it must be read as a whole
 *     first
 * @param singleRow whether there is one row, known when the statement was compiled
 * @param places for each column of the table the column of the source, or -1 for its default
 * @param rowidPlace the column of the source that gives the rowid, or -1
 * @param row the new row: what {@code excluded} means
 * @param existing the row in the way: what ON CONFLICT DO UPDATE reads
 * @param written what RETURNING reads
 */
record InsertProgram(
    StatementExpressions expressions,
    TableProgramSource programs,
    ChangeTarget target,
    Optional<ConflictAction> orAction,
    @Nullable RowQuery source,
    boolean buffered,
    boolean singleRow,
    int[] places,
    int rowidPlace,
    List<UpsertClause> upserts,
    RowImage row,
    RowImage existing,
    RowImage written,
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
    TableProgram program = programs.program(target.database(), target.table());
    try (ChangeRun run = new ChangeRun(context, programs);
        TableChanger changer = new TableChanger(run, program, orAction)) {
      if (singleRow) {
        run.insertsSingleRow();
      }
      Progress progress = new Progress(changer, run, rows);
      try {
        progress.insertAll(context);
      } catch (StatementException e) {
        if (e.effect() == StatementException.Effect.KEEP_CHANGES) {
          changer.finish();
          run.recordCounters(progress.changes);
        }
        throw e;
      }
      changer.finish();
      run.finish(progress.changes);
    } finally {
      expressions.end();
    }
    return returning == null ? Run.EMPTY : new BufferedRun(rows);
  }

  /** One run. */
  private final class Progress implements TableChanger.Upserter {
    private final TableChanger changer;
    private final ChangeRun run;
    private final List<Cell[]> results;
    private final RowImage updated = new RowImage(target.table());
    private long changes;

    Progress(TableChanger changer, ChangeRun run, List<Cell[]> results) {
      this.changer = changer;
      this.run = run;
      this.results = results;
      changer.orderConstraints(upserts);
    }

    void insertAll(RunContext context) {
      RowQuery rows = source;
      if (rows == null) {
        insert(null);
        return;
      }
      rows.open();
      try {
        RowQuery input = buffered ? BufferedRows.of(rows, context) : rows;
        long count = 0;
        while (input.next()) {
          insert(input);
          if ((++count & 0xfff) == 0) {
            context.limits().checkCancelled();
          }
        }
      } finally {
        rows.close();
      }
    }

    private void insert(@Nullable RowQuery input) {
      fill(input);
      switch (changer.insert(row, upserts, this)) {
        case IGNORED -> {
          // The statement goes on with the next row.
        }
        case WRITTEN -> {
          changes++;
          report(row);
        }
        case UPDATED_OTHER -> {
          changes++;
          report(updated);
        }
      }
    }

    private void report(RowImage image) {
      if (returning != null) {
        written.copyFrom(image);
        results.add(returning.row());
      }
    }

    private void fill(@Nullable RowQuery input) {
      for (int column = 0; column < places.length; column++) {
        Cell value = row.value(column);
        if (places[column] >= 0 && input != null) {
          value.copyFrom(input.cell(places[column]));
          value.own();
        } else {
          setDefault(column, value);
        }
      }
      int alias = target.table().rowidAlias();
      if (rowidPlace >= 0 && input != null) {
        row.rowidCell().copyFrom(input.cell(rowidPlace));
      } else if (alias >= 0) {
        row.rowidCell().copyFrom(row.value(alias));
      } else {
        row.rowidCell().setNull();
      }
    }

    private void setDefault(int column, Cell value) {
      RowExpression expression = changer.program().defaults()[column];
      if (expression == null) {
        value.setNull();
      } else {
        expression.eval(value);
        value.own();
      }
    }

    @Override
    public boolean update(UpsertClause clause, RowImage inTheWay, RowImage excluded) {
      existing.copyFrom(inTheWay);
      RowExpression where = clause.where();
      if (where != null) {
        Cell holds = new Cell();
        where.eval(holds);
        if (!holds.isTrue()) {
          return false;
        }
      }
      Cell[] values = new Cell[clause.values().size()];
      for (int i = 0; i < values.length; i++) {
        values[i] = new Cell();
        clause.values().get(i).eval(values[i]);
        values[i].own();
      }
      updated.copyFrom(existing);
      Assignments.apply(updated, clause.columns(), values);
      return run.upsertChanger(target.database(), target.table()).update(existing, updated);
    }
  }
}
