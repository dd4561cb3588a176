package org.braiddb.sql.change.schema;

import org.braiddb.sql.ast.CreateTable;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NewTable;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.change.TableExpressions;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;

/** CREATE TABLE with columns. */
final class CreateTableCompiler {
  private static final String SEQUENCE_TABLE = "sqlite_sequence";

  private final CompileContext context;

  CreateTableCompiler(CompileContext context) {
    this.context = context;
  }

  Program compile(CreateTable statement) {
    Targets targets = new Targets(context.schemas());
    String name = statement.name().name().text();
    SchemaScopes.Scope scope = targets.forNew(statement.name(), statement.temporary());
    Targets.requireUnreserved(name, context.settings());
    if (!targets.isFree(scope, statement.name().name(), statement.ifNotExists(), context.text())) {
      return SchemaProgram.nothing(scope.database());
    }
    return switch (statement.body()) {
      case CreateTable.Body.Columns columns -> {
        String sql = statement.schemaSql(context.text());
        NewTable table = define(name, sql, columns, scope);
        yield new SchemaProgram(scope.database(), run -> create(run, scope, table, sql));
      }
      case CreateTable.Body.AsSelect query ->
          new CreateTableAsCompiler(context).compile(name, query.query(), scope);
    };
  }

  private NewTable define(
      String name, String sql, CreateTable.Body.Columns columns, SchemaScopes.Scope scope) {
    NewTable table =
        NewTable.of(name, sql, columns, context.collations(), scope.catalog().format());
    TableExpressions.check(table.definition(), scope, context);
    return table;
  }

  private static void create(RunContext run, SchemaScopes.Scope scope, NewTable table, String sql) {
    SchemaWriter writer = new SchemaWriter(run, scope.database());
    addTable(writer, table, sql);
    if (table.definition().autoincrement() && scope.catalog().relation(SEQUENCE_TABLE).isEmpty()) {
      long root = writer.transaction().createTree(TreeKind.TABLE);
      writer.add(
          "table", SEQUENCE_TABLE, SEQUENCE_TABLE, root, "CREATE TABLE sqlite_sequence(name,seq)");
    }
    writer.finish();
  }

  /** Makes the trees of a table and its automatic indexes; returns the table's. */
  static Tree addTable(SchemaWriter writer, NewTable table, String sql) {
    Transaction transaction = writer.transaction();
    String name = table.definition().name();
    long root = transaction.createTree(table.clustered() ? TreeKind.INDEX : TreeKind.TABLE);
    writer.add("table", name, name, root, sql);
    for (IndexDefinition index : table.automaticIndexes()) {
      writer.add("index", index.name(), name, transaction.createTree(TreeKind.INDEX), "");
    }
    return new Tree.Table(root, name);
  }
}
