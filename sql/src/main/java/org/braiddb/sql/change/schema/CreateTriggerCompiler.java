package org.braiddb.sql.change.schema;

import java.util.Optional;
import java.util.Set;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;

/** CREATE TRIGGER. The body is looked at when the trigger is fired, as in SQLite. */
final class CreateTriggerCompiler {
  private final CompileContext context;
  private final CreateTrigger statement;
  private final String name;

  CreateTriggerCompiler(CreateTrigger statement, CompileContext context) {
    this.context = context;
    this.statement = statement;
    this.name = statement.name().name().text();
  }

  Program compile(int parameters) {
    SchemaScopes.Scope scope = scope();
    if (scope.database() != SchemaScopes.TEMP) {
      ownNames(scope).table(statement.table());
    }
    SchemaScopes.Found found = find(scope);
    Relation relation = found.relation();
    if (relation instanceof UnsupportedRelation unsupported) {
      throw new StatementException(
          unsupported.virtual()
              ? "cannot create triggers on virtual tables"
              : unsupported.message());
    }
    Targets.requireUnreserved(name, context.settings());
    if (scope.catalog().trigger(name).isPresent()) {
      if (statement.ifNotExists()) {
        return SchemaProgram.nothing(scope.database());
      }
      throw new StatementException("trigger " + statement.name().name() + " already exists");
    }
    requireKind(relation);
    if (scope.database() != SchemaScopes.TEMP) {
      statement.body().forEach(CreateTriggerCompiler::refuseSchema);
      ownNames(scope).statements(statement.body(), statement.when());
    }
    if (parameters > 0) {
      throw new StatementException("trigger cannot use variables");
    }
    String sql = statement.schemaSql(context.text());
    return new SchemaProgram(
        scope.database(), Set.of(found.scope().database()), run -> create(run, scope, sql));
  }

  /** Only a temporary trigger may change tables of other databases, and so says of which. */
  private static void refuseSchema(Statement step) {
    Optional<QualifiedName> changed =
        switch (step) {
          case Insert insert -> Optional.of(insert.table());
          case Update update -> Optional.of(update.table());
          case Delete delete -> Optional.of(delete.table());
          default -> Optional.empty();
        };
    if (changed.flatMap(QualifiedName::schema).isPresent()) {
      throw new StatementException(
          "qualified table names are not allowed on INSERT, UPDATE, and DELETE statements within"
              + " triggers",
          changed.get().span().start());
    }
  }

  /** The database that it goes to: that of a temporary table, without saying so. */
  private SchemaScopes.Scope scope() {
    SchemaScopes schemas = context.schemas();
    Optional<Name> schema = statement.name().schema();
    if (statement.temporary()) {
      if (schema.isPresent()) {
        throw new StatementException("temporary trigger may not have qualified name");
      }
      return schemas.scope(SchemaScopes.TEMP);
    }
    if (schema.isPresent()) {
      return new Targets(schemas).named(schema.get());
    }
    boolean onTemporary =
        new Targets(schemas)
            .find(statement.table())
            .map(found -> found.scope().database() == SchemaScopes.TEMP)
            .orElse(false);
    return schemas.scope(onTemporary ? SchemaScopes.TEMP : SchemaScopes.MAIN);
  }

  private TableNames ownNames(SchemaScopes.Scope scope) {
    return TableNames.onlyIn(scope, "trigger " + statement.name().name().span().of(context.text()));
  }

  private SchemaScopes.Found find(SchemaScopes.Scope scope) {
    QualifiedName table = statement.table();
    String word = table.name().text();
    Optional<SchemaScopes.Found> found =
        scope.database() == SchemaScopes.TEMP
            ? new Targets(context.schemas()).find(table)
            : context.schemas().relation(scope.name(), word);
    if (found.isEmpty()) {
      throw new StatementException(
          "no such table: "
              + (scope.database() == SchemaScopes.TEMP ? table : scope.name() + "." + word));
    }
    return found.get();
  }

  private void requireKind(Relation relation) {
    if (NameKey.of(relation.name()).startsWith("sqlite_")) {
      throw new StatementException("cannot create trigger on system table");
    }
    boolean instead = statement.time() == CreateTrigger.Time.INSTEAD_OF;
    if (relation instanceof ViewDefinition && !instead) {
      throw new StatementException(
          "cannot create " + statement.time() + " trigger on view: " + statement.table());
    }
    if (relation instanceof TableDefinition && instead) {
      throw new StatementException(
          "cannot create INSTEAD OF trigger on table: " + statement.table());
    }
  }

  private void create(RunContext run, SchemaScopes.Scope scope, String sql) {
    SchemaWriter writer = new SchemaWriter(run, scope.database());
    String table = statement.table().name().text();
    writer.transaction().changeDefinition(table);
    writer.add("trigger", name, table, 0, sql);
    writer.finish();
  }
}
