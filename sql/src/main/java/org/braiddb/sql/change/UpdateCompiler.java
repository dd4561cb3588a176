package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;

/** Makes a program of UPDATE. */
public final class UpdateCompiler {
  private UpdateCompiler() {}

  /** Compiles a statement. */
  public static Program compile(Update statement, CompileContext context) {
    DeleteCompiler.refuseLimit(
        statement.limit().isPresent() || !statement.orderBy().isEmpty(), "UPDATE");
    StatementExpressions expressions = new StatementExpressions(context, statement.with());
    ChangeTarget target = ChangeTarget.find(statement.table(), context);
    TableDefinition table = target.table();
    String alias = statement.alias().map(Name::text).orElse(table.name());
    List<Integer> columns = Assignments.columns(statement.assignments(), table);
    boolean from = statement.from().isPresent();
    RowImage old = new RowImage(table);
    RowImage row = new RowImage(table);
    Binder binder = expressions.binder();
    BoundSource.Table source = binder.target(target.database(), table, alias, statement.hint());
    BoundQuery scan = scan(statement, binder, source, target.schema(), alias);
    TableProgramCompiler programs = new TableProgramCompiler(expressions, context.schemas());
    programs.program(target.database(), table);
    List<RowExpression> values =
        from ? List.of() : values(statement, expressions, target, old, alias);
    Returning returning =
        expressions.returning(statement.returning(), row, table.name(), target.schema());
    return new UpdateProgram(
        expressions,
        programs,
        target,
        statement.orAction(),
        from || statement.where().isPresent()
            ? expressions.scan(scan, source)
            : expressions.wholeTable(target),
        columns,
        values,
        from,
        old,
        row,
        returning,
        returning == null ? List.of() : returning.columns(),
        expressions.reads(target.database()));
  }

  private static BoundQuery scan(
      Update statement, Binder binder, BoundSource.Table source, String schema, String alias) {
    List<Expr> values =
        statement.from().isPresent()
            ? statement.assignments().stream().map(Assignment::value).toList()
            : List.of();
    return binder.rowsToChange(
        new Binder.ChangeScan(
            source,
            schema,
            alias,
            statement.from(),
            statement.where(),
            values,
            List.of(),
            Optional.empty()));
  }

  private static List<RowExpression> values(
      Update statement,
      StatementExpressions expressions,
      ChangeTarget target,
      RowImage old,
      String alias) {
    StatementExpressions.RowScope scope =
        expressions.scope(target.schema(), List.of(expressions.row(old, alias)));
    List<RowExpression> values = new ArrayList<>();
    for (Assignment assignment : statement.assignments()) {
      values.addAll(scope.compileAssigned(assignment));
    }
    return values;
  }
}
