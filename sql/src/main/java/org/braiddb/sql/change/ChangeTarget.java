package org.braiddb.sql.change;

import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;

/**
 * The table that a statement changes.
 *
 * @param database the number of its database
 */
record ChangeTarget(int database, String schema, TableDefinition table) {
  /**
   * Finds it.
   *
   * @throws StatementException where there is none of that name, or none that can be changed
   */
  static ChangeTarget find(QualifiedName name, CompileContext context) {
    SchemaScopes schemas = context.schemas();
    SchemaScopes.Found found =
        (name.schema().isPresent()
                ? schemas.relation(name.schema().get().text(), name.name().text())
                : schemas.relation(name.name().text()))
            .orElseThrow(() -> notFound(name, context));
    return switch (found.relation()) {
      case ViewDefinition view -> {
        if (!view.triggers().isEmpty()) {
          throw StatementException.notSupported(
              "changing view "
                  + view.name()
                  + " through the trigger "
                  + view.triggers().getFirst().name());
        }
        throw new StatementException("cannot modify " + view.name() + " because it is a view");
      }
      case UnsupportedRelation unsupported -> throw new StatementException(unsupported.message());
      case TableDefinition table -> {
        requireOrdinary(table);
        TableProgramCompiler.requireChangeable(table);
        requireNoTemporaryTriggers(found, schemas);
        if (context.settings().foreignKeys()) {
          ForeignKeys.validate(found.scope(), table);
        }
        yield new ChangeTarget(found.scope().database(), found.scope().name(), table);
      }
    };
  }

  private static StatementException notFound(QualifiedName name, CompileContext context) {
    String table = name.name().text();
    return context.tableFunctions().find(table).isPresent()
        ? new StatementException("table " + table + " may not be modified")
        : new StatementException("no such table: " + name, name.name().span().start());
  }

  private static void requireOrdinary(TableDefinition table) {
    if (table.isCatalog()) {
      throw new StatementException("table " + table.name() + " may not be modified");
    }
  }

  private static void requireNoTemporaryTriggers(SchemaScopes.Found found, SchemaScopes schemas) {
    if (found.scope().database() == SchemaScopes.TEMP) {
      return;
    }
    String key = NameKey.of(found.relation().name());
    boolean triggered =
        schemas.scope(SchemaScopes.TEMP).catalog().triggers().stream()
            .anyMatch(trigger -> NameKey.of(trigger.table()).equals(key));
    if (triggered) {
      throw StatementException.notSupported(
          "changing table " + found.relation().name() + ", which has a temporary trigger,");
    }
  }
}
