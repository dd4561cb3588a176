package org.braiddb.sql.change.schema;

import java.util.List;
import org.braiddb.sql.ast.AlterTable;
import org.braiddb.sql.ast.ColumnDefinition;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.catalog.NewTable;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.change.TableExpressions;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.execute.SelectProgram;
import org.braiddb.sql.parse.Parser;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.Run;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.ResultCode;

/**
 * ALTER TABLE ... ADD and DROP CONSTRAINT, ALTER COLUMN ... SET and DROP NOT NULL. Only the text of
 * the definition changes; what is added must hold for the rows that are there.
 */
final class AlterConstraintCompiler {
  private final CompileContext context;
  private final SchemaScopes.Scope scope;
  private final TableDefinition table;
  private final SchemaRow row;
  private final ConstraintText text;

  AlterConstraintCompiler(CompileContext context, SchemaScopes.Scope scope, TableDefinition table) {
    this.context = context;
    this.scope = scope;
    this.table = table;
    this.row = scope.catalog().row(table.name()).orElseThrow();
    this.text = new ConstraintText(row.sql());
  }

  Program add(AlterTable.Action.AddCheck add) {
    String written = SqlTokens.trimmed(add.text().of(context.text()));
    add.constraint().name().map(Name::text).ifPresent(this::requireFree);
    String condition = add.constraint().condition().span().of(context.text());
    return program(text.withConstraint(written), "NOT (" + condition + ")");
  }

  private void requireFree(String name) {
    if (text.find(name).isPresent()) {
      throw new StatementException("constraint " + name + " already exists");
    }
  }

  Program drop(Name constraint) {
    return program(text.without(constraint.text()), "");
  }

  Program setNotNull(AlterTable.Action.SetNotNull set) {
    int column = placeOf(set.column());
    String without = text.withoutNotNull(column).orElse(row.sql());
    String sql =
        new ConstraintText(without)
            .withColumnConstraint(column, SqlTokens.trimmed(set.text().of(context.text())));
    return program(sql, quoted(set.column().text()) + " IS NULL");
  }

  Program dropNotNull(Name column) {
    return program(text.withoutNotNull(placeOf(column)).orElse(row.sql()), "");
  }

  /** Where the column's name begins in the definition. */
  private int placeOf(Name name) {
    int index =
        table
            .column(name.text())
            .orElseThrow(() -> new StatementException("no such column: " + name.text()))
            .index();
    List<ColumnDefinition> columns = body(row.sql()).columns();
    return columns.get(index).name().span().start();
  }

  private static CreateTable.Body.Columns body(String sql) {
    CreateTable created = (CreateTable) Parser.parseSchemaEntry(sql).statement();
    return (CreateTable.Body.Columns) created.body();
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }

  /**
   * The change.
   *
   * @param violated the rows that may not be there; empty for none
   */
  private Program program(String sql, String violated) {
    NewTable changed =
        NewTable.of(table.name(), sql, body(sql), context.collations(), scope.catalog().format());
    TableExpressions.check(changed.definition(), scope, context.withText(sql));
    AlteredSchema altered = new AlteredSchema(context, scope);
    altered.replaceText(scope, row, sql);
    return altered.program(run -> {
      run.transaction(scope.database()).changeDefinition(table.name());
      if (!violated.isEmpty() && exists(violated, run)) {
        throw new StatementException(ResultCode.CONSTRAINT, "constraint failed");
      }
    });
  }

  private boolean exists(String condition, RunContext run) {
    String query =
        "SELECT 1 FROM "
            + quoted(scope.name())
            + "."
            + quoted(table.name())
            + " WHERE "
            + condition;
    Select select = (Select) Parser.parseNext(query, 0).orElseThrow().statement();
    try (Run rows = SelectProgram.of(select, context.withText(query)).start(run)) {
      return rows.next();
    }
  }
}
