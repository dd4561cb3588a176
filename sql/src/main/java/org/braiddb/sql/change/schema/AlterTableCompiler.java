package org.braiddb.sql.change.schema;

import java.util.Optional;
import org.braiddb.sql.ast.AlterTable;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;

/** ALTER TABLE: finds the table and hands each form to the class that knows it. */
final class AlterTableCompiler {
  private final CompileContext context;

  AlterTableCompiler(CompileContext context) {
    this.context = context;
  }

  Program compile(AlterTable statement) {
    Optional<SchemaScopes.Found> found = new Targets(context.schemas()).find(statement.table());
    if (found.isEmpty()) {
      throw new StatementException("no such table: " + statement.table());
    }
    SchemaScopes.Scope scope = found.get().scope();
    return switch (found.get().relation()) {
      case TableDefinition table -> compile(statement.action(), scope, table);
      case ViewDefinition view -> throw refusal(statement.action(), view.name());
      case UnsupportedRelation unsupported -> throw new StatementException(unsupported.message());
    };
  }

  private static StatementException refusal(AlterTable.Action action, String view) {
    return new StatementException(
        switch (action) {
          case AlterTable.Action.AddColumn _ -> "Cannot add a column to a view";
          case AlterTable.Action.RenameColumn _ -> "cannot rename columns of view \"" + view + "\"";
          case AlterTable.Action.DropColumn _ -> "cannot drop column from view \"" + view + "\"";
          case AlterTable.Action.RenameTable _ -> "view " + view + " may not be altered";
          case AlterTable.Action.AddCheck _,
              AlterTable.Action.DropConstraint _,
              AlterTable.Action.SetNotNull _,
              AlterTable.Action.DropNotNull _ ->
              "cannot edit constraints of view \"" + view + "\"";
        });
  }

  private Program compile(
      AlterTable.Action action, SchemaScopes.Scope scope, TableDefinition table) {
    if (AddColumnCompiler.isReserved(table)) {
      throw new StatementException("table " + table.name() + " may not be altered");
    }
    if (!table.unsupported().isEmpty()) {
      throw new StatementException(table.unsupported().getFirst());
    }
    return switch (action) {
      case AlterTable.Action.AddColumn add ->
          new AddColumnCompiler(context, scope, table).compile(add);
      case AlterTable.Action.RenameTable rename ->
          new RenameTableCompiler(context.forNames(), scope, table)
              .compile(rename.newName().text());
      case AlterTable.Action.RenameColumn rename ->
          new RenameColumnCompiler(context.forNames(), scope, table).compile(rename);
      case AlterTable.Action.DropColumn drop ->
          new DropColumnCompiler(context.forNames(), scope, table).compile(drop.column());
      case AlterTable.Action.AddCheck add -> constraints(scope, table).add(add);
      case AlterTable.Action.DropConstraint drop ->
          constraints(scope, table).drop(drop.constraint());
      case AlterTable.Action.SetNotNull set -> constraints(scope, table).setNotNull(set);
      case AlterTable.Action.DropNotNull drop ->
          constraints(scope, table).dropNotNull(drop.column());
    };
  }

  private AlterConstraintCompiler constraints(SchemaScopes.Scope scope, TableDefinition table) {
    return new AlterConstraintCompiler(context, scope, table);
  }
}
