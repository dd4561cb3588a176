package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.program.ProgramColumn;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;

/**
 * An UPDATE of a table. The rows are found first and changed then.
 *
 * @param scan the names of the rows; with FROM the new values follow, else {@code values} computes
 *     them
 * @param assigned the columns set ({@link UpsertClause#ROWID_COLUMN} for the rowid)
 * @param values over {@code old}, one per column; empty with FROM
 * @param old the row as it is
 * @param row the row as it will be
 */
record UpdateAction(
    RowPlan plan,
    RowQuery scan,
    List<Integer> assigned,
    List<RowExpression> values,
    boolean from,
    RowImage old,
    RowImage row)
    implements ChangeAction {
  @Override
  public List<ProgramColumn> columns() {
    Returning returning = plan.events().returning();
    return returning == null ? List.of() : returning.columns();
  }

  @Override
  public void run(ChangeRun run) {
    Progress progress = new Progress(run.changer(plan.program()));
    if (from) {
      progress.updateWithValues();
    } else {
      progress.updateInPlace(run.context());
    }
  }

  private TableDefinition table() {
    return plan.program().table();
  }

  /** One run. */
  private final class Progress {
    private final TableChanger changer;

    Progress(TableChanger changer) {
      this.changer = changer;
    }

    void updateInPlace(RunContext context) {
      RowNames names = RowNames.collect(scan, table(), context);
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
      TableDefinition table = table();
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
      TableDefinition table = table();
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
      changer.update(plan, old, row, assigned);
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
