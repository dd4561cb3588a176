package org.braiddb.sql.change;

import java.util.Optional;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Cursor;

/** What DROP TABLE does to the rows first where foreign keys are enforced: it deletes them. */
public final class ImplicitDelete {
  private ImplicitDelete() {}

  /**
   * Deletes the rows of a parent table, so that the foreign keys of its children take notice.
   *
   * @throws StatementException where children are left behind
   */
  public static void beforeDrop(
      TableDefinition table, SchemaScopes.Scope scope, CompileContext context, RunContext run) {
    if (!context.settings().foreignKeys() || scope.catalog().referencesTo(table.name()).isEmpty()) {
      return;
    }
    StatementExpressions expressions = new StatementExpressions(context, Optional.empty());
    TableProgramCompiler programs = new TableProgramCompiler(expressions, context.schemas());
    expressions.begin(run);
    long changes = 0;
    try (ChangeRun change = new ChangeRun(run, programs);
        TableChanger changer =
            new TableChanger(change, programs.program(scope.database(), table), Optional.empty());
        Cursor scan = changer.store().openScan()) {
      RowImage row = new RowImage(table);
      for (boolean more = scan.first(); more; more = scan.next()) {
        changer.store().readPresent(scan, row);
        changer.deleteRow(row);
        changes++;
      }
      boolean violated = run.foreignKeys().immediate() > 0;
      change.recordCounters(violated ? 0 : changes);
      if (violated) {
        throw Violations.foreignKey();
      }
    } finally {
      expressions.end();
    }
  }
}
