package org.braiddb.sql.change;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ExprChildren;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;

/** The columns that expressions over a table's row depend on. */
final class UsedColumns {
  private final TableDefinition table;
  private final Set<Integer> columns = new HashSet<>();

  private UsedColumns(TableDefinition table) {
    this.table = table;
  }

  /**
   * Those columns by their places, with what its generated columns are computed from; for the rowid
   * {@link UpsertClause#ROWID_COLUMN}, and the place of the column that is another name of it.
   */
  static Set<Integer> of(Expr expr, TableDefinition table) {
    UsedColumns used = new UsedColumns(table);
    used.add(expr);
    return Set.copyOf(used.columns);
  }

  /**
   * The same for several; all of them where one is or has a query, whose text is not looked
   * through.
   */
  static Set<Integer> of(List<Expr> exprs, TableDefinition table) {
    UsedColumns used = new UsedColumns(table);
    if (exprs.stream().anyMatch(UsedColumns::mayBeAny)) {
      used.columns.add(UpsertClause.ROWID_COLUMN);
      table.columns().forEach(column -> used.columns.add(column.index()));
    } else {
      exprs.forEach(used::add);
    }
    return Set.copyOf(used.columns);
  }

  private static boolean mayBeAny(Expr expr) {
    return ExprChildren.any(
        expr,
        node ->
            node instanceof Expr.Subquery
                || node instanceof Expr.Exists
                || node instanceof Expr.InQuery
                || node instanceof Expr.FunctionCall call && call.over().isPresent());
  }

  private void add(Expr expr) {
    ExprChildren.walk(
        expr,
        node -> {
          if (node instanceof Expr.Column column) {
            add(column.name().text());
          }
        });
  }

  private void add(String name) {
    TableColumn column = table.column(name).orElse(null);
    if (column == null ? table.isRowidName(name) : column.index() == table.rowidAlias()) {
      columns.add(UpsertClause.ROWID_COLUMN);
      if (table.rowidAlias() >= 0) {
        columns.add(table.rowidAlias());
      }
    } else if (column != null && columns.add(column.index())) {
      column.generated().ifPresent(generated -> add(generated.value()));
    }
  }
}
