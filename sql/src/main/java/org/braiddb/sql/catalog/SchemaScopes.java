package org.braiddb.sql.catalog;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.ast.QualifiedName;

/**
 * The databases of a connection with their schemas, and the order in which a name is looked up in
 * them: temp, main, then the attached ones as they were attached. Immutable; a statement keeps
 * those it was prepared with.
 */
public final class SchemaScopes {
  /** The number of the database {@code main}. */
  public static final int MAIN = 0;

  /** The number of the database {@code temp}. */
  public static final int TEMP = 1;

  private static final Set<String> CATALOG_NAMES = Set.of("sqlite_schema", "sqlite_master");
  private static final Set<String> TEMP_CATALOG_NAMES =
      Set.of("sqlite_temp_schema", "sqlite_temp_master");

  private final List<Scope> scopes;
  private final List<Scope> searchOrder;

  /**
   * One database.
   *
   * @param database its number: 0 is main, 1 temp, further ones attached
   * @param name the schema name
   */
  public record Scope(int database, String name, SchemaCatalog catalog) {}

  /** A relation that was found. */
  public record Found(Scope scope, Relation relation) {}

  /** Over the given databases, in the order of their numbers; main and temp come first. */
  public SchemaScopes(List<Scope> scopes) {
    this.scopes = List.copyOf(scopes);
    List<Scope> order = new ArrayList<>(scopes);
    if (order.size() > TEMP) {
      Collections.swap(order, MAIN, TEMP);
    }
    searchOrder = Collections.unmodifiableList(order);
  }

  /** All databases in the order of their numbers. */
  public List<Scope> scopes() {
    return scopes;
  }

  /** The database with a number. */
  public Scope scope(int database) {
    for (Scope scope : scopes) {
      if (scope.database() == database) {
        return scope;
      }
    }
    throw new IllegalArgumentException("no database with number " + database);
  }

  /** The database of that schema name. */
  public Optional<Scope> scope(String name) {
    String key = NameKey.of(name);
    return scopes.stream().filter(scope -> NameKey.of(scope.name()).equals(key)).findFirst();
  }

  /** Finds a table or view by its name alone. */
  public Optional<Found> relation(String name) {
    for (Scope scope : searchOrder()) {
      Optional<Found> found = relationIn(scope, name, false);
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  /** Finds a table or view by its name in the database of a schema name. */
  public Optional<Found> relation(String schemaName, String name) {
    return scope(schemaName).flatMap(scope -> relationIn(scope, name, true));
  }

  /** Finds a table or view by its name, in the database that is named with it, if one is. */
  public Optional<Found> relation(QualifiedName name) {
    String text = name.name().text();
    return name.schema().isPresent() ? relation(name.schema().get().text(), text) : relation(text);
  }

  /** A trigger and the number of the database that it is stored in. */
  public record FoundTrigger(int database, TriggerDefinition trigger) {}

  /**
   * The triggers on a table or view, temporary ones included, in the order in which they fire:
   * temporary ones on other databases' tables as they were made, then the table's own, the newest
   * first.
   *
   * @param database the number of the table's database
   */
  public List<FoundTrigger> triggersOn(int database, Relation relation) {
    List<FoundTrigger> found = new ArrayList<>();
    if (database != TEMP && scopes.size() > TEMP) {
      for (TriggerDefinition trigger : scope(TEMP).catalog().triggers()) {
        if (NameKey.of(trigger.table()).equals(NameKey.of(relation.name()))
            && databaseOf(trigger) == database) {
          found.add(new FoundTrigger(TEMP, trigger));
        }
      }
    }
    List<TriggerDefinition> own =
        switch (relation) {
          case TableDefinition table -> table.triggers();
          case ViewDefinition view -> view.triggers();
          case UnsupportedRelation _ -> List.of();
        };
    for (TriggerDefinition trigger : own.reversed()) {
      if (database != TEMP || databaseOf(trigger) == TEMP) {
        found.add(new FoundTrigger(database, trigger));
      }
    }
    return found;
  }

  /** The database of the table that a temporary trigger is on; -1 where it is gone. */
  private int databaseOf(TriggerDefinition trigger) {
    return relation(trigger.definition().table()).map(f -> f.scope().database()).orElse(-1);
  }

  /** The databases in the order in which names are looked up. */
  public List<Scope> searchOrder() {
    return searchOrder;
  }

  private static Optional<Found> relationIn(Scope scope, String name, boolean qualified) {
    String key = NameKey.of(name);
    if (isCatalogName(scope, key, qualified)) {
      return Optional.of(new Found(scope, CatalogTable.of(scope.database() == TEMP)));
    }
    return scope.catalog().relation(key).map(relation -> new Found(scope, relation));
  }

  private static boolean isCatalogName(Scope scope, String key, boolean qualified) {
    if (scope.database() != TEMP) {
      return CATALOG_NAMES.contains(key);
    }
    // Unqualified, sqlite_schema means main's although temp is looked up first.
    return TEMP_CATALOG_NAMES.contains(key) || (qualified && CATALOG_NAMES.contains(key));
  }
}
