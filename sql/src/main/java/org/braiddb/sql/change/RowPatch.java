package org.braiddb.sql.change;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ExprChildren;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;

/**
 * How an UPDATE that concerns nothing but the rows themselves makes new records of old ones: what
 * it does not set is copied as it is stored, and only what new values are computed from is read.
 *
 * @param read the stored columns that new values are computed from
 * @param assigned the columns that are set
 * @param replaced of each column of the record, whether it is set
 */
record RowPatch(int[] read, int[] assigned, boolean[] replaced) {
  /**
   * The patch of an UPDATE; empty where a constraint has to see the whole row.
   *
   * @param values what the new values are computed by, over the old row
   */
  static Optional<RowPatch> of(TableProgram program, List<Integer> assigned, List<Expr> values) {
    if (program.checks().stream().anyMatch(check -> check.concerns(Optional.of(assigned)))) {
      return Optional.empty();
    }
    TableDefinition table = program.table();
    boolean[] replaced = new boolean[table.tableColumnOfRecord().length];
    for (int column : assigned) {
      replaced[table.columns().get(column).recordColumn()] = true;
    }
    int[] set = assigned.stream().mapToInt(Integer::intValue).toArray();
    return Optional.of(new RowPatch(read(program, values), set, replaced));
  }

  private static int[] read(TableProgram program, List<Expr> values) {
    TableDefinition table = program.table();
    Set<Integer> used = new HashSet<>();
    for (Expr value : values) {
      if (mayLookAnywhere(value)) {
        return program.stored();
      }
      used.addAll(UsedColumns.of(value, table));
    }
    return table.columns().stream()
        .mapToInt(TableColumn::index)
        .filter(column -> used.contains(column) && column != table.rowidAlias())
        .toArray();
  }

  /** A query may use any column of the row; its text is not looked through. */
  private static boolean mayLookAnywhere(Expr value) {
    boolean[] found = {false};
    ExprChildren.walk(
        value,
        node ->
            found[0] |=
                node instanceof Expr.Subquery
                    || node instanceof Expr.Exists
                    || node instanceof Expr.InQuery
                    || node instanceof Expr.FunctionCall call && call.over().isPresent());
    return found[0];
  }

  /** Whether a record has a column for each of the table's. */
  boolean fits(int columns) {
    return columns == replaced.length;
  }
}
