package org.braiddb.sql.change.schema;

import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.CreateView;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.NameUse;
import org.braiddb.sql.catalog.NewIndex;
import org.braiddb.sql.catalog.NewTable;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.change.IndexBuilder;
import org.braiddb.sql.change.TableExpressions;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.parse.SyntaxException;
import org.braiddb.sql.program.CompileContext;

/** Holds the definitions of a database to meaning something, as ALTER TABLE does around itself. */
final class DefinitionCheck {
  private final CompileContext context;
  private final SchemaScopes.Scope scope;
  private final String when;
  private final boolean withoutStrings;

  /**
   * @param when ends "error in table t": empty, or "after" something
   * @param withoutStrings whether a name in double quotes must be that of a column, in tables and
   *     indexes; views and triggers may take it for a string, as in SQLite
   */
  DefinitionCheck(
      CompileContext context, SchemaScopes.Scope scope, String when, boolean withoutStrings) {
    this.context = context;
    this.scope = scope;
    this.when = when;
    this.withoutStrings = withoutStrings;
  }

  /**
   * Checks all definitions in the order of the catalogue.
   *
   * @throws StatementException that names the first that is wrong
   */
  void checkAll() {
    scope.catalog().rows().forEach(this::check);
  }

  /** Checks those of tables and indexes. */
  void checkTables() {
    scope.catalog().rows().stream()
        .filter(row -> row.type().equals("table") || row.type().equals("index"))
        .forEach(this::check);
  }

  /** Checks those of a table and its indexes only. */
  void checkTable(String table) {
    for (SchemaRow row : scope.catalog().rows()) {
      boolean own = row.tableName().equalsIgnoreCase(table);
      if (own && (row.type().equals("table") || row.type().equals("index"))) {
        check(row);
      }
    }
  }

  void check(SchemaRow row) {
    if (row.sql().isEmpty()) {
      return;
    }
    try {
      check(row, Parser.parseSchemaEntry(row.sql()).statement());
    } catch (SyntaxException e) {
      throw error(row, e.problem());
    } catch (StatementException e) {
      throw error(row, String.valueOf(e.getMessage()));
    }
  }

  private StatementException error(SchemaRow row, String problem) {
    return new StatementException(
        "error in " + row.type() + " " + row.name() + when + ": " + problem);
  }

  private static void refuseString(NameUse use) {
    if (use instanceof NameUse.OfString string) {
      throw new StatementException(
          "no such column: \""
              + string.value()
              + "\" - should this be a string literal in single-quotes?");
    }
  }

  private void check(SchemaRow row, Statement definition) {
    CompileContext own = context.withText(row.sql());
    if (withoutStrings && (row.type().equals("table") || row.type().equals("index"))) {
      new DefinitionWalk(context, scope, row, DefinitionCheck::refuseString).run(false);
    }
    switch (definition) {
      case CreateTable created when created.body() instanceof CreateTable.Body.Columns body -> {
        NewTable table =
            NewTable.of(
                row.name(), row.sql(), body, context.collations(), scope.catalog().format());
        TableExpressions.check(table.definition(), scope, own);
      }
      case CreateIndex created -> {
        if (scope.catalog().relation(row.tableName()).orElse(null)
            instanceof TableDefinition table) {
          IndexBuilder.check(
              NewIndex.of(
                  created,
                  row.sql(),
                  table,
                  row.root(),
                  context.collations(),
                  scope.catalog().format()),
              table,
              scope,
              own);
        }
      }
      case CreateView _ when !context.settings().legacyAlterTable() -> {
        if (scope.catalog().relation(row.name()).orElse(null) instanceof ViewDefinition view) {
          new Binder(own).definition(view, scope.database());
        }
      }
      case CreateTrigger trigger when !context.settings().legacyAlterTable() ->
          new TriggerNames(context, scope, row, use -> {}).all(trigger);
      default -> {
        // Virtual tables are their module's.
      }
    }
  }
}
