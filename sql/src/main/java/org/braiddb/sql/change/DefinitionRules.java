package org.braiddb.sql.change;

import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.ExprChildren;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.function.FunctionDefinition;
import org.braiddb.sql.program.CompileContext;

/** What expressions in the definitions of tables and indexes may not have in them. */
final class DefinitionRules {
  /** Where an expression stands, in the words of the errors. */
  enum Place {
    CHECK("CHECK constraints"),
    GENERATED("generated columns"),
    INDEX("index expressions"),
    PARTIAL("partial index WHERE clauses");

    private final String words;

    Place(String words) {
      this.words = words;
    }
  }

  private final TableDefinition table;
  private final String schema;
  private final CompileContext context;
  private final Place place;

  private DefinitionRules(
      TableDefinition table, String schema, CompileContext context, Place place) {
    this.table = table;
    this.schema = schema;
    this.context = context;
    this.place = place;
  }

  /**
   * Checks an expression of a table's or an index's definition.
   *
   * @param schema the schema name of the database that it is in
   * @throws StatementException in SQLite's words
   */
  static void require(
      Expr expr, Place place, TableDefinition table, String schema, CompileContext context) {
    ExprChildren.walk(expr, new DefinitionRules(table, schema, context, place)::check);
  }

  private void check(Expr node) {
    if (node instanceof Expr.FunctionCall call) {
      requireSafe(call);
    }
    switch (node) {
      case Expr.InQuery _, Expr.InTable _, Expr.Subquery _, Expr.Exists _ ->
          throw prohibited("subqueries", node);
      case Expr.Parameter _ -> throw prohibited("parameters", node);
      case Expr.FunctionCall call when place != Place.CHECK && !isRepeatable(call) ->
          throw prohibited("non-deterministic functions", node);
      case Expr.CurrentTime _ when place != Place.CHECK ->
          throw prohibited("non-deterministic functions", node);
      case Expr.Column column -> checkName(column);
      default -> {
        // Whether it means something is the binder's to say.
      }
    }
  }

  private void requireSafe(Expr.FunctionCall call) {
    String name = call.name().text();
    FunctionDefinition function = context.functions().find(name, call.arguments().size());
    if (function != null) {
      Binder.requireSafe(function, name, schema, context.settings(), call.span().start());
    }
  }

  private void checkName(Expr.Column column) {
    if (place == Place.CHECK || place == Place.PARTIAL) {
      return;
    }
    if (column.table().isPresent()) {
      throw prohibited("the \".\" operator", column);
    }
    if (table.isRowidName(column.name().text())) {
      throw new StatementException(
          "no such column: " + column.name().text(), column.span().start());
    }
  }

  /** Whether it gives the same each time, as far as its definition says; unknown ones may. */
  private boolean isRepeatable(Expr.FunctionCall call) {
    FunctionDefinition function =
        context.functions().find(call.name().text(), call.arguments().size());
    return function == null
        || function instanceof FunctionDefinition.Aggregate
        || function.isConstantInStatement();
  }

  private StatementException prohibited(String what, Expr node) {
    return new StatementException(what + " prohibited in " + place.words, node.span().start());
  }
}
