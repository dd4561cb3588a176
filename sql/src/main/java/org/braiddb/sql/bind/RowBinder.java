package org.braiddb.sql.bind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ResultColumn;
import org.jspecify.annotations.Nullable;

/** Binds expressions over single rows: CHECK, DEFAULT, indexes, SET, RETURNING, ON CONFLICT. */
public final class RowBinder {
  private final BindContext context;
  private final BindEnvironment environment;
  private final Scope scope;

  RowBinder(
      BindEnvironment environment,
      BindContext context,
      List<BoundSource.Row> rows,
      String schema,
      @Nullable Scope around) {
    this.environment = environment;
    this.context = context;
    scope = new Scope(around, environment.nextNumber());
    for (BoundSource.Row row : rows) {
      scope.add(TableBinder.tableItem(environment, row, schema, row.table(), row.name()));
    }
  }

  /**
   * Over a row, and another that is looked at for what the first does not have: {@code excluded},
   * whose values are compared as those of expressions are, as in SQLite.
   */
  RowBinder(
      BindEnvironment environment,
      BindContext context,
      BoundSource.Row row,
      BoundSource.Row outer,
      String schema,
      @Nullable Scope around) {
    this.environment = environment;
    this.context = context;
    Scope second = new Scope(around, environment.nextNumber());
    second.add(
        withoutTypes(
            TableBinder.tableItem(environment, outer, schema, outer.table(), outer.name())));
    scope = new Scope(second, environment.nextNumber());
    scope.add(TableBinder.tableItem(environment, row, schema, row.table(), row.name()));
  }

  private static Scope.Item withoutTypes(Scope.Item item) {
    List<OutputColumn> columns = item.columns().stream().map(OutputColumn::withoutType).toList();
    return new Scope.Item(item.source(), item.key(), item.schemaKey(), columns, item.rowid());
  }

  private ExpressionBinder binder() {
    return new ExpressionBinder(environment, context, scope, false);
  }

  /** Binds an expression; subqueries in it can name the rows too. */
  public BoundExpr bind(Expr expr) {
    return binder().bind(expr);
  }

  /** Binds the values of an assignment, as many as it has columns. */
  public List<BoundExpr> bindAssigned(Assignment assignment) {
    return new RowValueBinder(binder()).assigned(assignment);
  }

  Binder.Returning returning(List<ResultColumn> columns) {
    SelectBinder selects = new SelectBinder(environment, context, null);
    List<OrderBinder.Result> results = new ArrayList<>();
    for (ResultColumn column : columns) {
      switch (column) {
        case ResultColumn.Star _ ->
            scope
                .star()
                .forEach(value ->
                    results.add(
                        new OrderBinder.Result(Optional.empty(), value.value(), value.column())));
        case ResultColumn.TableStar star ->
            throw new org.braiddb.sql.error.StatementException(
                "RETURNING may not use \"TABLE.*\" wildcards", star.span().start());
        case ResultColumn.Value value -> results.add(selects.valueResult(value, binder()));
      }
    }
    return Binder.Returning.of(results);
  }
}
