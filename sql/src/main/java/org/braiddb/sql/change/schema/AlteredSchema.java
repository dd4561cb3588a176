package org.braiddb.sql.change.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import org.braiddb.sql.bind.NameUse;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaChanges;
import org.braiddb.sql.catalog.SchemaLoader;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;

/**
 * What an ALTER TABLE makes of the catalogue: rows of the table's database, and of the temporary
 * one, whose triggers and views may name the table too. Nothing is written before the program runs.
 */
final class AlteredSchema {
  private final CompileContext context;
  private final SchemaScopes.Scope scope;
  private final Map<Integer, Map<Long, SchemaRow>> changed = new LinkedHashMap<>();

  AlteredSchema(CompileContext context, SchemaScopes.Scope scope) {
    this.context = context;
    this.scope = scope;
  }

  /** The databases whose objects may name the table, its own first. */
  List<SchemaScopes.Scope> holders() {
    return holders(context.schemas());
  }

  private List<SchemaScopes.Scope> holders(SchemaScopes schemas) {
    SchemaScopes.Scope own = schemas.scope(scope.database());
    return scope.database() == SchemaScopes.TEMP
        ? List.of(own)
        : List.of(own, schemas.scope(SchemaScopes.TEMP));
  }

  /** Puts another row in place of the one with its rowid. */
  void replace(SchemaScopes.Scope holder, SchemaRow row) {
    changed
        .computeIfAbsent(holder.database(), number -> new LinkedHashMap<>())
        .put(row.rowid(), row);
  }

  /** Writes something else in some places of all definitions. */
  void rewrite(DefinitionNames names, Function<NameUse, String> replacement) {
    for (SchemaScopes.Scope holder : holders()) {
      for (SchemaRow row : holder.catalog().rows()) {
        String sql = row.sql().isEmpty() ? "" : names.replaced(holder, row, replacement);
        if (!sql.equals(row.sql())) {
          replaceText(holder, row, sql);
        }
      }
    }
  }

  /** Puts another text in place of a row's. */
  void replaceText(SchemaScopes.Scope holder, SchemaRow row, String sql) {
    replace(holder, row.withSql(sql));
  }

  /** What statements are compiled with once it is done. */
  CompileContext context() {
    List<SchemaScopes.Scope> scopes = new ArrayList<>();
    for (SchemaScopes.Scope each : context.schemas().scopes()) {
      Map<Long, SchemaRow> rows = changed.get(each.database());
      scopes.add(
          rows == null
              ? each
              : new SchemaScopes.Scope(each.database(), each.name(), catalog(each, rows)));
    }
    return context.withSchemas(new SchemaScopes(scopes));
  }

  private SchemaCatalog catalog(SchemaScopes.Scope each, Map<Long, SchemaRow> rows) {
    SchemaChanges changes = new SchemaChanges();
    rows.values().forEach(changes::put);
    SchemaCatalog before = each.catalog();
    return SchemaLoader.change(before, before.cookie(), changes, context.collations());
  }

  /**
   * Checks that all definitions still mean something.
   *
   * @param when what was done, for the error
   */
  void require(String when) {
    require(when, false);
  }

  /** The same where strings in double quotes were replaced: what is left of them were columns. */
  void requireWithoutStrings(String when) {
    require(when, true);
  }

  /** Tables and their indexes come first, as in SQLite, which reads them again at once. */
  private void require(String when, boolean withoutStrings) {
    CompileContext altered = context();
    for (SchemaScopes.Scope holder : holders(altered.schemas())) {
      new DefinitionCheck(altered, holder, " after " + when, false).checkTables();
    }
    for (SchemaScopes.Scope holder : holders(altered.schemas())) {
      new DefinitionCheck(altered, holder, " after " + when, withoutStrings).checkAll();
    }
  }

  /**
   * The program that does it.
   *
   * @param rest what else is to be done, before the rows are written
   */
  Program program(Consumer<RunContext> rest) {
    Map<Integer, Map<Long, SchemaRow>> rows = changed;
    return new AlterProgram(
        scope.database(),
        rows.keySet(),
        run -> {
          rest.accept(run);
          rows.forEach((database, replaced) -> write(run, database, replaced));
        });
  }

  private static void write(RunContext run, int database, Map<Long, SchemaRow> rows) {
    SchemaWriter writer = new SchemaWriter(run, database);
    for (SchemaRow row : rows.values()) {
      writer.transaction().changeDefinition(row.name());
      writer.put(row);
    }
    writer.finish();
  }
}
