package org.braiddb.sql.change;

import java.util.Optional;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.error.StatementException;

/**
 * The table or view that a statement changes.
 *
 * @param database the number of its database
 * @param table the table, or the rows of the view
 * @param view what the rows are of, where it is a view
 */
record ChangeTarget(int database, String schema, TableDefinition table, Optional<View> view) {
  /** A view that is changed. */
  record View(SchemaScopes.Found found, ViewDefinition definition) {}

  /**
   * Finds it.
   *
   * @throws StatementException where there is none of that name, or none that can be changed
   */
  static ChangeTarget find(QualifiedName name, ChangeSite site) {
    SchemaScopes.Found found = locate(name, site);
    int database = found.scope().database();
    String schema = found.scope().name();
    return switch (found.relation()) {
      case UnsupportedRelation unsupported -> throw new StatementException(unsupported.message());
      case ViewDefinition view -> {
        site.compiler().expressions().noteDatabase(database);
        yield new ChangeTarget(
            database,
            schema,
            site.compiler().expressions().binder().rowsOf(found, view),
            Optional.of(new View(found, view)));
      }
      case TableDefinition table -> {
        requireOrdinary(table, site);
        TableProgramCompiler.requireUnderstood(table);
        site.compiler().writes(database);
        yield new ChangeTarget(database, schema, table, Optional.empty());
      }
    };
  }

  private static SchemaScopes.Found locate(QualifiedName name, ChangeSite site) {
    SchemaScopes schemas = site.compiler().schemas();
    String table = name.name().text();
    Optional<String> schema = name.schema().map(word -> word.text());
    if (schema.isEmpty() && site.onlyDatabase().isPresent()) {
      schema = Optional.of(schemas.scope(site.onlyDatabase().getAsInt()).name());
    }
    Optional<SchemaScopes.Found> found =
        schema.isPresent() ? schemas.relation(schema.get(), table) : schemas.relation(table);
    if (found.isPresent()) {
      return found.get();
    }
    if (site.compiler().context().tableFunctions().find(table).isPresent()) {
      throw new StatementException("table " + table + " may not be modified");
    }
    String spelled = schema.map(word -> word + ".").orElse("") + table;
    throw new StatementException("no such table: " + spelled, name.name().span().start());
  }

  private static void requireOrdinary(TableDefinition table, ChangeSite site) {
    if (table.isCatalog() && !site.compiler().context().settings().writableSchema()) {
      throw new StatementException("table " + table.name() + " may not be modified");
    }
  }

  /** Whether a source of a query is the table itself. */
  boolean isReadBy(BoundSource source) {
    return source instanceof BoundSource.Table read
        && read.database() == database
        && read.table().tree().id() == table.tree().id();
  }

  /** Whether it is a view. */
  boolean isView() {
    return view.isPresent();
  }

  /** Refuses to change a view where nothing is done instead. */
  void requireTriggers(RowEvents events) {
    // With RETURNING, any trigger will do, as in SQLite, even one that is not fired.
    boolean answers = events.returning() != null && !table.triggers().isEmpty();
    if (isView() && !events.hasTriggers() && !answers) {
      throw new StatementException("cannot modify " + table.name() + " because it is a view");
    }
  }
}
