package org.braiddb.sql.change.schema;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Settings;

/** Finds the database that a new object goes to, and checks that its name is free. */
final class Targets {
  private final SchemaScopes schemas;

  Targets(SchemaScopes schemas) {
    this.schemas = schemas;
  }

  /** The database of a new table or view. */
  SchemaScopes.Scope forNew(QualifiedName name, boolean temporary) {
    if (temporary) {
      boolean qualified =
          name.schema().map(schema -> !NameKey.of(schema.text()).equals("temp")).orElse(false);
      if (qualified) {
        named(name.schema().orElseThrow());
        throw new StatementException("temporary table name must be unqualified");
      }
      return schemas.scope(SchemaScopes.TEMP);
    }
    return name.schema().isEmpty() ? schemas.scope(SchemaScopes.MAIN) : named(name.schema().get());
  }

  /** The database of a schema name. */
  SchemaScopes.Scope named(Name schema) {
    return schemas
        .scope(schema.text())
        .orElseThrow(() -> new StatementException("unknown database " + schema.text()));
  }

  /** Names that begin with "sqlite_" are the engine's, unless the schema is open to any change. */
  static void requireUnreserved(String name, Settings settings) {
    if (NameKey.of(name).startsWith("sqlite_") && !settings.writableSchema()) {
      throw new StatementException("object name reserved for internal use: " + name);
    }
  }

  /**
   * Checks that a name is free for a table or view.
   *
   * @param text the statement's
   * @return false where it is taken and that is allowed
   */
  boolean isFree(SchemaScopes.Scope scope, Name word, boolean ifNotExists, String text) {
    String name = word.text();
    Optional<Relation> present = scope.catalog().relation(name);
    if (present.isPresent()) {
      if (ifNotExists) {
        return false;
      }
      throw new StatementException(
          kind(present.get()) + " " + word.span().of(text) + " already exists");
    }
    if (scope.catalog().index(name).isPresent()) {
      throw new StatementException("there is already an index named " + name);
    }
    return true;
  }

  static String kind(Relation relation) {
    return switch (relation) {
      case TableDefinition _ -> "table";
      case ViewDefinition _ -> "view";
      case UnsupportedRelation unsupported -> unsupported.kind();
    };
  }

  /** Finds a table or view that a statement names. */
  Optional<SchemaScopes.Found> find(QualifiedName name) {
    return schemas.relation(name);
  }

  /** The databases to look for a name in: the one it gives, if there is one, or all in order. */
  List<SchemaScopes.Scope> places(QualifiedName name) {
    return name.schema().isEmpty()
        ? schemas.searchOrder()
        : schemas.scope(name.schema().get().text()).stream().toList();
  }

  /** The database in which a name that nothing has would be looked for. */
  int database(QualifiedName name) {
    return name.schema()
        .flatMap(schema -> schemas.scope(schema.text()))
        .map(SchemaScopes.Scope::database)
        .orElse(SchemaScopes.MAIN);
  }

  /** An index and the database that it is in. */
  record FoundIndex(SchemaScopes.Scope scope, IndexDefinition index) {
    TableDefinition table() {
      return scope.catalog().tableOf(index);
    }
  }

  /** Finds an index that a statement names. */
  Optional<FoundIndex> findIndex(QualifiedName name) {
    for (SchemaScopes.Scope scope : places(name)) {
      Optional<IndexDefinition> index = scope.catalog().index(name.name().text());
      if (index.isPresent()) {
        return Optional.of(new FoundIndex(scope, index.get()));
      }
    }
    return Optional.empty();
  }
}
