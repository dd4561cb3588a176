package org.braiddb.sql.change.schema;

import java.util.function.Consumer;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.Span;
import org.braiddb.sql.bind.NameUse;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;

/** Looks names up in a trigger. */
final class TriggerNames {
  private final SchemaRow row;

  TriggerNames(
      CompileContext context,
      SchemaScopes.Scope holder,
      SchemaRow row,
      Consumer<NameUse> listener) {
    this.row = row;
  }

  /** Finds out what all names mean. */
  void resolve(CreateTrigger trigger) {
    throw StatementException.notSupported("ALTER TABLE beside trigger " + row.name());
  }

  /** Finds the places that name a table or a column of it. */
  void search(
      CreateTrigger trigger,
      SchemaScopes.Scope scope,
      TableDefinition table,
      int column,
      Consumer<Span> places) {
    resolve(trigger);
  }
}
