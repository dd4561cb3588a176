package org.braiddb.sql.change;

import java.util.List;
import java.util.Optional;
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
      column.defaultValue().ifPresent(value -> requireConstant(context, column, value));
      column
          .generated()
          .ifPresent(generated -> {
            DefinitionRules.require(
                generated.value(), DefinitionRules.Place.GENERATED, table, scope.name(), context);
            rows.bind(generated.value());
          });
    }
  }

  private static void requireConstant(
      CompileContext context, TableColumn column, TableColumn.DefaultValue value) {
    Optional<StatementException> failure = Optional.empty();
    try {
      Subqueries.refuse(value.value(), "");
      new Binder(context).constant(value.value());
    } catch (StatementException e) {
      failure = Optional.of(e);
    }
    if (failure.isPresent()) {
      throw new StatementException(
          "default value of column [" + column.name() + "] is not constant");
    }
  }
}
