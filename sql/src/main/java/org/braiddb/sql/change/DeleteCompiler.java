package org.braiddb.sql.change;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundQuery;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.catalog.TableDefinition;

/** Compiles DELETE. */
final class DeleteCompiler {
  private final Delete statement;
  private final ChangeCompiler compiler;
  private final StatementExpressions expressions;
  private final ChangeTarget target;
  private final TableDefinition table;
  private final Binder.Limits limits;

  DeleteCompiler(Delete statement, ChangeSite site) {
    this.statement = statement;
    this.compiler = site.compiler();
    this.expressions = site.expressions();
    this.target = ChangeTarget.find(statement.table(), site);
    this.table = target.table();
    this.limits = Binder.Limits.of("DELETE", statement.orderBy(), statement.limit());
  }

  ChangeAction compile() {
    Returning returning = expressions.returning(statement.returning(), target);
    RowEvents events =
        compiler
            .triggers()
            .events(
                target.database(),
                table,
                CreateTrigger.Event.DELETE,
                Optional.empty(),
                // A conflict clause does not reach through a DELETE.
                Optional.empty(),
                returning);
    target.requireTriggers(events);
    RowImage row = new RowImage(table);
    if (target.isView()) {
      return new ViewDeleteAction(viewScan(), row, events);
    }
    compiler.followForeignKeys(target.database(), table, CreateTrigger.Event.DELETE, List.of());
    boolean plain =
        events.isEmpty()
            && !compiler.keepsForeignKeys(target.database(), table)
            && !table.isCatalog();
    RowQuery scan = plain && all() ? expressions.wholeTable(target) : scan();
    return new DeleteAction(
        compiler.program(target.database(), table), events, scan, plain, all(), row);
  }

  private RowQuery scan() {
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
                limits));
    return expressions.scan(scan, source, target, all(), true);
  }

  /** Whether every row of the table goes. */
  private boolean all() {
    return statement.where().isEmpty() && statement.limit().isEmpty();
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
                    Optional.empty(),
                    statement.where(),
                    List.of(),
                    limits)));
  }
}
