package org.braiddb.sql.change.schema;

import java.util.Optional;
import org.braiddb.sql.ast.CreateIndex;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.catalog.ColumnLimit;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.NewIndex;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.change.IndexBuilder;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.TreeKind;

/** CREATE INDEX. */
final class CreateIndexCompiler {
  private final CompileContext context;

  CreateIndexCompiler(CompileContext context) {
    this.context = context;
  }

  Program compile(CreateIndex statement) {
    String name = statement.name().name().text();
    SchemaScopes.Scope scope = scope(statement);
    TableDefinition table = table(statement, scope);
    Targets.requireUnreserved(name, context.settings());
    if (NameKey.of(table.name()).startsWith("sqlite_")) {
      throw new StatementException("table " + table.name() + " may not be indexed");
    }
    if (scope.catalog().index(name).isPresent()) {
      if (statement.ifNotExists()) {
        return SchemaProgram.nothing(scope.database());
      }
      throw new StatementException("index " + name + " already exists");
    }
    if (scope.catalog().relation(name).isPresent()) {
      throw new StatementException("there is already a table named " + name);
    }
    ColumnLimit.check(statement.terms().size(), "too many columns in index");
    String sql = statement.schemaSql(context.text());
    // Made once here for its errors, before anything is changed.
    IndexBuilder.check(index(statement, sql, table, scope, 1), table, scope, context);
    return new SchemaProgram(scope.database(), run -> create(run, statement, sql, table, scope));
  }

  private SchemaScopes.Scope scope(CreateIndex statement) {
    Optional<Name> schema = statement.name().schema();
    if (schema.isPresent()) {
      return new Targets(context.schemas()).named(schema.get());
    }
    // Without a schema name only a temporary table takes it elsewhere.
    return context
        .schemas()
        .relation(statement.table().text())
        .map(SchemaScopes.Found::scope)
        .filter(found -> found.database() == SchemaScopes.TEMP)
        .orElse(context.schemas().scope(SchemaScopes.MAIN));
  }

  private static TableDefinition table(CreateIndex statement, SchemaScopes.Scope scope) {
    String name = statement.table().text();
    Optional<Relation> relation = scope.catalog().relation(name);
    if (relation.isEmpty()) {
      if (NameKey.of(name).equals("sqlite_master") || NameKey.of(name).equals("sqlite_schema")) {
        throw new StatementException("table sqlite_master may not be indexed");
      }
      throw new StatementException("no such table: " + scope.name() + "." + name);
    }
    return switch (relation.get()) {
      case TableDefinition table -> table;
      case ViewDefinition _ -> throw new StatementException("views may not be indexed");
      case UnsupportedRelation unsupported ->
          throw new StatementException(
              unsupported.virtual() ? "virtual tables may not be indexed" : unsupported.message());
    };
  }

  private IndexDefinition index(
      CreateIndex statement,
      String sql,
      TableDefinition table,
      SchemaScopes.Scope scope,
      long root) {
    return NewIndex.of(statement, sql, table, root, context.collations(), scope.catalog().format());
  }

  private void create(
      RunContext run,
      CreateIndex statement,
      String sql,
      TableDefinition table,
      SchemaScopes.Scope scope) {
    SchemaWriter writer = new SchemaWriter(run, scope.database());
    long root = writer.transaction().createTree(TreeKind.INDEX);
    writer.transaction().changeDefinition(table.name());
    writer.add("index", statement.name().name().text(), table.name(), root, sql);
    IndexBuilder.build(index(statement, sql, table, scope, root), table, scope, context, run);
    writer.finish();
  }
}
