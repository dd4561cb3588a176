package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.catalog.TableDefinition;

/** Compiles UPDATE. */
final class UpdateCompiler {
  private final Update statement;
  private final ChangeCompiler compiler;
  private final StatementExpressions expressions;
  private final Optional<ConflictAction> conflict;
  private final ChangeTarget target;
  private final TableDefinition table;
  private final String alias;
  private final boolean from;
  private final Binder.Limits limits;

  UpdateCompiler(Update statement, ChangeSite site) {
    this.statement = statement;
    this.compiler = site.compiler();
    this.expressions = site.expressions();
    this.conflict = site.conflict(statement.orAction());
    this.target = ChangeTarget.find(statement.table(), site);
    this.table = target.table();
    this.alias = statement.alias().map(Name::text).orElse(table.name());
    this.from = statement.from().isPresent();
    this.limits = Binder.Limits.of("UPDATE", statement.orderBy(), statement.limit());
  }

  ChangeAction compile() {
    Returning returning = expressions.returning(statement.returning(), target);
    RowEvents events =
        compiler
            .triggers()
            .events(
                target.database(),
                table,
                CreateTrigger.Event.UPDATE,
                Optional.of(Assignments.names(statement.assignments())),
                conflict,
                returning);
    target.requireTriggers(events);
    List<Integer> columns = Assignments.columns(statement.assignments(), table);
    RowImage old = new RowImage(table);
    RowImage row = new RowImage(table);
    List<RowExpression> values = from ? List.of() : values(old);
    if (target.isView()) {
      return new ViewUpdateAction(viewScan(), columns, values, old, row, events);
    }
    compiler.followForeignKeys(target.database(), table, CreateTrigger.Event.UPDATE, columns);
    RowPlan plan = RowPlan.forUpdate(compiler, target.database(), table, conflict, events, columns);
    RowPatch patch =
        plan.concernsEntriesOnly(compiler, columns)
            ? RowPatch.of(plan.program(), columns, UsedColumns.of(valuesOverOld(), table))
            : null;
    return new UpdateAction(plan, scan(), columns, values, from, patch, old, row);
  }

  private List<Assignment> assignedByScan() {
    return from ? statement.assignments() : List.of();
  }

  private List<Expr> valuesOverOld() {
    return from ? List.of() : statement.assignments().stream().map(Assignment::value).toList();
  }

  private RowQuery scan() {
    Binder binder = expressions.binder();
    BoundSource.Table source = binder.target(target.database(), table, alias, statement.hint());
    BoundQuery scan =
        binder.rowsToChange(
            new Binder.ChangeScan(
                source,
                target.schema(),
                alias,
                statement.from(),
                statement.where(),
                assignedByScan(),
                limits));
    boolean all = !from && statement.where().isEmpty() && statement.limit().isEmpty();
    return expressions.scan(scan, source, target, all, false);
  }

  private RowQuery viewScan() {
    ChangeTarget.View view = target.view().orElseThrow();
    return expressions.query(
        expressions
            .binder()
            .rowsToChange(
                new Binder.ViewScan(
                    view.found(),
                    view.definition(),
                    statement.from(),
                    statement.where(),
                    assignedByScan(),
                    limits)));
  }

  private List<RowExpression> values(RowImage old) {
    StatementExpressions.RowScope scope =
        expressions.scope(target.schema(), List.of(expressions.row(old, alias)));
    List<RowExpression> values = new ArrayList<>();
    for (Assignment assignment : statement.assignments()) {
      values.addAll(scope.compileAssigned(assignment));
    }
    return values;
  }
}
