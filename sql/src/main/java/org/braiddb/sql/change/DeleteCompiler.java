package org.braiddb.sql.change;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;

/** Makes a program of DELETE. */
public final class DeleteCompiler {
  private DeleteCompiler() {}

  /** Compiles a statement. */
  public static Program compile(Delete statement, CompileContext context) {
    refuseLimit(statement.limit().isPresent() || !statement.orderBy().isEmpty(), "DELETE");
    StatementExpressions expressions = new StatementExpressions(context, statement.with());
    ChangeTarget target = ChangeTarget.find(statement.table(), context);
    TableDefinition table = target.table();
    String alias = statement.alias().map(Name::text).orElse(table.name());
    Binder binder = expressions.binder();
    BoundSource.Table source = binder.target(target.database(), table, alias, statement.hint());
    BoundQuery scan =
        binder.rowsToChange(
            new Binder.ChangeScan(
                source,
                target.schema(),
                alias,
                Optional.empty(),
                statement.where(),
                List.of(),
                List.of(),
                Optional.empty()));
    TableProgramCompiler programs = new TableProgramCompiler(expressions, context.schemas());
    programs.program(target.database(), table);
    RowImage row = new RowImage(table);
    Returning returning =
        expressions.returning(statement.returning(), row, table.name(), target.schema());
    SchemaCatalog catalog = context.schemas().scope(target.database()).catalog();
    boolean referenced = context.settings().foreignKeys() && ForeignKeys.concerns(catalog, table);
    boolean clears = statement.where().isEmpty() && returning == null && !referenced;
    return new DeleteProgram(
        expressions,
        programs,
        target,
        statement.where().isEmpty()
            ? expressions.wholeTable(target)
            : expressions.scan(scan, source),
        clears,
        row,
        returning,
        returning == null ? List.of() : returning.columns(),
        expressions.reads(target.database()));
  }

  /** SQLite has ORDER BY and LIMIT here only where it was built so; by default they are errors. */
  static void refuseLimit(boolean present, String statement) {
    if (present) {
      throw StatementException.notSupported("ORDER BY or LIMIT on " + statement);
    }
  }
}
