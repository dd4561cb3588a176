package org.braiddb.sql.change.schema;

import org.braiddb.sql.ast.AlterTable;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.bind.NameUse;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;

/**
 * ALTER TABLE ... RENAME COLUMN: every definition that names the column gets the new name. It is
 * written as in the statement, and in quotes where the old one was.
 */
final class RenameColumnCompiler {
  private final CompileContext context;
  private final SchemaScopes.Scope scope;
  private final TableDefinition table;

  RenameColumnCompiler(CompileContext context, SchemaScopes.Scope scope, TableDefinition table) {
    this.context = context;
    this.scope = scope;
    this.table = table;
  }

  Program compile(AlterTable.Action.RenameColumn rename) {
    TableColumn column =
        table
            .column(rename.column().text())
            .orElseThrow(() ->
                new StatementException(
                    "no such column: \"" + rename.column().span().of(context.text()) + "\""));
    AlteredSchema altered = new AlteredSchema(context, scope);
    altered.holders().forEach(holder -> new DefinitionCheck(context, holder, "", false).checkAll());
    requireNamesInIndexes();
    DefinitionNames names =
        new DefinitionNames(
            context,
            use ->
                use instanceof NameUse.OfColumn of
                        && of.table() == table
                        && of.column() == column.index()
                    || use instanceof NameUse.OfString,
            false);
    altered.rewrite(
        names,
        use ->
            use instanceof NameUse.OfString
                ? DefinitionNames.literal(use)
                : written(rename, use.text(), use.span()));
    altered.requireWithoutStrings("rename");
    return altered.program(run -> run.transaction(scope.database()).changeDefinition(table.name()));
  }

  /**
   * What an index of the table has as a column of its own must be one: a string in its place would
   * name the column once it has its new name.
   */
  private void requireNamesInIndexes() {
    DefinitionNames strings = DefinitionNames.strings(context);
    DefinitionCheck check = new DefinitionCheck(context, scope, "", false);
    for (SchemaRow row : scope.catalog().indexRows(table)) {
      check.check(row.withSql(strings.replaced(scope, row, DefinitionNames::literal)));
    }
  }

  private static String written(AlterTable.Action.RenameColumn rename, String text, Span place) {
    String name = rename.newName().text();
    boolean plain = Character.isUnicodeIdentifierPart(text.charAt(place.start()));
    if (plain && !rename.newName().isQuoted()) {
      return name;
    }
    boolean quoteFollows = place.end() < text.length() && text.charAt(place.end()) == '"';
    return '"' + name.replace("\"", "\"\"") + (quoteFollows ? "\" " : "\"");
  }
}
