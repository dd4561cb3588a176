package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.catalog.ColumnLimit;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;

/** The columns of a SET clause. */
final class Assignments {
  private Assignments() {}

  /** The columns that a SET clause sets, in its order; a column may be there twice. */
  static List<Integer> columns(List<Assignment> assignments, TableDefinition table) {
    ColumnLimit.check(assignments.size(), "too many columns in set list");
    List<Integer> columns = new ArrayList<>();
    for (Assignment assignment : assignments) {
      for (Name name : assignment.columns()) {
        columns.add(column(name, table));
      }
    }
    return columns;
  }

  /** The names in a SET clause, as written. */
  static List<String> names(List<Assignment> assignments) {
    return assignments.stream()
        .flatMap(assignment -> assignment.columns().stream())
        .map(Name::text)
        .toList();
  }

  private static int column(Name name, TableDefinition table) {
    Optional<TableColumn> column = table.column(name.text());
    if (column.isEmpty()) {
      if (table.isRowidName(name.text())) {
        return table.rowidAlias() >= 0 ? table.rowidAlias() : UpsertClause.ROWID_COLUMN;
      }
      throw new StatementException("no such column: " + name.text(), name.span().start());
    }
    if (column.get().generated().isPresent()) {
      throw new StatementException(
          "cannot UPDATE generated column \"" + column.get().name() + "\"", name.span().start());
    }
    return column.get().index();
  }

  /** Puts values into a row; a later one for the same column wins. */
  static void apply(RowImage row, List<Integer> columns, Cell[] values) {
    int alias = row.table().rowidAlias();
    for (int i = 0; i < values.length; i++) {
      int column = columns.get(i);
      if (column == UpsertClause.ROWID_COLUMN || column == alias) {
        row.rowidCell().copyFrom(values[i]);
      }
      if (column != UpsertClause.ROWID_COLUMN) {
        row.value(column).copyFrom(values[i]);
      }
    }
  }
}
