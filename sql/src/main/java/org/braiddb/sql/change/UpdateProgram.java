package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.BufferedRun;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * An UPDATE. The rows are found first and changed then.
 *
 * @param scan the names of the rows; with FROM the new values follow, else {@code values} computes
 *     them
 * @param assigned the columns set ({@link UpsertClause#ROWID_COLUMN} for the rowid)
 * @param values over {@code old}, one per column; empty with FROM
 * @param old the row as it is
 * @param row the row as it will be; what RETURNING reads
 */
record UpdateProgram(
    StatementExpressions expressions,
    TableProgramSource programs,
    ChangeTarget target,
    Optional<ConflictAction> orAction,
    RowQuery scan,
    List<Integer> assigned,
    List<RowExpression> values,
    boolean from,
    RowImage old,
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
            new TableChanger(run, programs.program(target.database(), target.table()), orAction)) {
      Progress progress = new Progress(changer, rows);
      try {
        if (from) {
          progress.updateWithValues();
        } else {
          progress.updateInPlace(context);
        }
      } catch (StatementException e) {
        if (e.effect() == StatementException.Effect.KEEP_CHANGES) {
          run.recordCounters(progress.changes);
        }
        throw e;
      }
      run.finish(progress.changes);
    } finally {
      expressions.end();
    }
    return returning == null ? Run.EMPTY : new BufferedRun(rows);
  }

  /** One run. */
  private final class Progress {
    private final TableChanger changer;
    private final List<Cell[]> results;
    private long changes;

    Progress(TableChanger changer, List<Cell[]> results) {
      this.changer = changer;
      this.results = results;
    }

    void updateInPlace(RunContext context) {
      RowNames names = RowNames.collect(scan, target.table(), context);
      Cell[] computed = cells(assigned.size());
      for (int i = 0; i < names.size(); i++) {
        names.load(i, old);
        if (!changer.store().read(old, old)) {
          continue;
        }
        for (int j = 0; j < computed.length; j++) {
          values.get(j).eval(computed[j]);
          computed[j].own();
        }
        update(computed);
      }
    }

    /** The new values came with the scan; of several for one row the last counts. */
    void updateWithValues() {
      TableDefinition table = target.table();
      int keySize = table.hasRowid() ? 1 : table.clusteredKey().orElseThrow().columns().size();
      Map<List<Object>, Cell[]> byKey = new LinkedHashMap<>();
      scan.open();
      try {
        while (scan.next()) {
          Cell[] found = cells(keySize + assigned.size());
          List<Object> key = new ArrayList<>();
          for (int i = 0; i < found.length; i++) {
            found[i].copyFrom(scan.cell(i));
            found[i].own();
            if (i < keySize) {
              key.add(keyPart(found[i]));
            }
          }
          byKey.put(key, found);
        }
      } finally {
        scan.close();
      }
      for (Cell[] found : byKey.values()) {
        name(found);
        if (changer.store().read(old, old)) {
          update(java.util.Arrays.copyOfRange(found, keySize, found.length));
        }
      }
    }

    private void name(Cell[] found) {
      TableDefinition table = target.table();
      if (table.hasRowid()) {
        old.setRowid(found[0].integer);
        return;
      }
      var keyColumns = table.clusteredKey().orElseThrow().columns();
      for (int i = 0; i < keyColumns.size(); i++) {
        old.value(keyColumns.get(i).column()).copyFrom(found[i]);
      }
    }

    private void update(Cell[] computed) {
      row.copyFrom(old);
      Assignments.apply(row, assigned, computed);
      if (changer.update(old, row)) {
        changes++;
        if (returning != null) {
          results.add(returning.row());
        }
      }
    }
  }

  private static Object keyPart(Cell cell) {
    return cell.type + ":" + (cell.type == Cell.BLOB ? cell.toString() : cell.toObject());
  }

  private static Cell[] cells(int count) {
    Cell[] cells = new Cell[count];
    for (int i = 0; i < count; i++) {
      cells[i] = new Cell();
    }
    return cells;
  }
}
