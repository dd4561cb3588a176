package org.braiddb.sql.change;

import java.util.List;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ExprChildren;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.RowBinder;
import org.braiddb.sql.catalog.CheckConstraint;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;

/** Checks the expressions in the definition of a table that is about to be made. */
public final class TableExpressions {
  private TableExpressions() {}

  /**
   * Checks that every expression means something.
   *
   * @throws StatementException in SQLite's words
   */
  public static void check(
      TableDefinition table, SchemaScopes.Scope scope, CompileContext context) {
    // Of a table that is not there yet, trees are not asked for: the binder looks at names only.
    Binder binder = new Binder(context).inDefinition(context.text(), scope.name());
    BoundSource.Row row = binder.row(table, table.name());
    RowBinder rows = binder.over(List.of(row), scope.name());
    for (CheckConstraint check : table.checks()) {
      DefinitionRules.require(
          check.condition(), DefinitionRules.Place.CHECK, table, scope.name(), context);
      rows.bind(check.condition());
    }
    for (TableColumn column : table.columns()) {
      column
          .defaultValue()
          .ifPresent(value -> requireConstant(context, column.name(), value.value()));
      column
          .generated()
          .ifPresent(generated -> {
            DefinitionRules.require(
                generated.value(), DefinitionRules.Place.GENERATED, table, scope.name(), context);
            rows.bind(generated.value());
          });
    }
  }

  /**
   * Checks that a default value names nothing but functions.
   *
   * @throws StatementException in SQLite's words
   */
  public static void requireConstant(CompileContext context, String column, Expr value) {
    if (!isConstant(context, value)) {
      throw new StatementException("default value of column [" + column + "] is not constant");
    }
  }

  private static boolean isConstant(CompileContext context, Expr value) {
    boolean[] constant = {true};
    ExprChildren.walk(value, node -> constant[0] &= mayBeConstant(node));
    if (!constant[0]) {
      return false;
    }
    try {
      new Binder(context).constant(value);
      return true;
    } catch (StatementException _) {
      return false;
    }
  }

  private static boolean mayBeConstant(Expr node) {
    return switch (node) {
      case Expr.InQuery _,
          Expr.InTable _,
          Expr.Subquery _,
          Expr.Exists _,
          Expr.Parameter _,
          Expr.Raise _ ->
          false;
      case Expr.Column column -> column.isBoolean();
      default -> true;
    };
  }
}
