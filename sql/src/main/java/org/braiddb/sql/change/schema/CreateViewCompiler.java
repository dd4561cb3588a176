package org.braiddb.sql.change.schema;

import org.braiddb.sql.ast.CreateView;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;

/** CREATE VIEW. The query is looked at when the view is used, as in SQLite. */
final class CreateViewCompiler {
  private final CompileContext context;

  CreateViewCompiler(CompileContext context) {
    this.context = context;
  }

  Program compile(CreateView statement, int parameters) {
    if (parameters > 0) {
      throw new StatementException("parameters are not allowed in views");
    }
    String name = statement.name().name().text();
    Targets targets = new Targets(context.schemas());
    SchemaScopes.Scope scope = targets.forNew(statement.name(), statement.temporary());
    Targets.requireUnreserved(name, context.settings());
    if (!targets.isFree(scope, statement.name().name(), statement.ifNotExists(), context.text())) {
      return SchemaProgram.nothing(scope.database());
    }
    if (scope.database() != SchemaScopes.TEMP) {
      TableNames.onlyIn(scope, "view " + statement.name().name().span().of(context.text()))
          .query(statement.query());
    }
    String sql = statement.schemaSql(context.text());
    return new SchemaProgram(
        scope.database(),
        run -> {
          SchemaWriter writer = new SchemaWriter(run, scope.database());
          writer.add("view", name, name, 0, sql);
          writer.finish();
        });
  }
}
