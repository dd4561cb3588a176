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
    ChangeCompiler compiler = new ChangeCompiler(context, Optional.empty());
    compiler.expressions().begin(run);
    try (ChangeRun change = new ChangeRun(run, compiler)) {
      // The triggers of the table are not fired; those of its children are.
      TableChanger changer = change.changer(compiler.program(scope.database(), table));
      deleteAll(changer, table);
      boolean violated = run.foreignKeys().immediate() != 0;
      if (violated) {
        throw Violations.foreignKey();
      }
      change.recordCounters();
    } finally {
      compiler.expressions().end();
    }
  }

  private static void deleteAll(TableChanger changer, TableDefinition table) {
    try (Cursor scan = changer.store().openScan()) {
      RowImage row = new RowImage(table);
      for (boolean more = scan.first(); more; more = scan.next()) {
        changer.store().readPresent(scan, row);
        changer.delete(RowEvents.NONE, row);
      }
    }
  }
}
