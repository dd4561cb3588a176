package org.braiddb.sql.change.schema;

import org.braiddb.sql.ast.AlterTable;
import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.ast.CreateStatement;
import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.CreateView;
import org.braiddb.sql.ast.CreateVirtualTable;
import org.braiddb.sql.ast.Drop;
import org.braiddb.sql.error.NotYet;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;

/** Makes programs of CREATE, ALTER TABLE and DROP. */
public final class SchemaStatementCompiler {
  private SchemaStatementCompiler() {}

  /**
   * Compiles a CREATE.
   *
   * @param parameters how many parameters the statement has
   */
  public static Program create(CreateStatement statement, int parameters, CompileContext context) {
    return switch (statement) {
      case CreateTable table -> new CreateTableCompiler(context).compile(table);
      case CreateIndex index -> new CreateIndexCompiler(context).compile(index);
      case CreateView view -> new CreateViewCompiler(context).compile(view, parameters);
      case CreateTrigger trigger -> new CreateTriggerCompiler(trigger, context).compile(parameters);
      case CreateVirtualTable table -> throw NotYet.module(table.module().text());
    };
  }

  /** Compiles an ALTER TABLE. */
  public static Program alter(AlterTable statement, CompileContext context) {
    return new AlterTableCompiler(context).compile(statement);
  }

  /** Compiles a DROP. */
  public static Program drop(Drop statement, CompileContext context) {
    return new DropCompiler(context).compile(statement);
  }
}
