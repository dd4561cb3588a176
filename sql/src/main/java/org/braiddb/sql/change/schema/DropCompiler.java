package org.braiddb.sql.change.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.braiddb.sql.ast.Drop;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.NameKey;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.TriggerDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.change.ImplicitDelete;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordReader;

/** DROP TABLE, INDEX, VIEW and TRIGGER. */
final class DropCompiler {
  private final CompileContext context;
  private final Targets targets;

  DropCompiler(CompileContext context) {
    this.context = context;
    targets = new Targets(context.schemas());
  }

  Program compile(Drop statement) {
    return switch (statement.kind()) {
      case TABLE, VIEW -> dropRelation(statement);
      case INDEX -> dropIndex(statement);
      case TRIGGER -> dropTrigger(statement);
    };
  }

  private Program missing(Drop statement, String kind) {
    if (statement.ifExists()) {
      return SchemaProgram.nothing(targets.database(statement.name()));
    }
    throw new StatementException("no such " + kind + ": " + statement.name());
  }

  // ---- tables and views

  private Program dropRelation(Drop statement) {
    boolean wantsView = statement.kind() == Drop.Kind.VIEW;
    Optional<SchemaScopes.Found> found = targets.find(statement.name());
    if (found.isEmpty()) {
      return missing(statement, wantsView ? "view" : "table");
    }
    SchemaScopes.Scope scope = found.get().scope();
    Relation relation = found.get().relation();
    String name = relation.name();
    boolean isView = Targets.kind(relation).equals("view");
    if (!isView && NameKey.of(name).startsWith("sqlite_") && !isStatistics(name)) {
      throw new StatementException("table " + name + " may not be dropped");
    }
    if (wantsView && !isView) {
      throw new StatementException("use DROP TABLE to delete table " + name);
    }
    if (!wantsView && isView) {
      throw new StatementException("use DROP VIEW to delete view " + name);
    }
    return switch (relation) {
      case TableDefinition table -> program(scope, relation, run -> dropTable(run, scope, table));
      case ViewDefinition view ->
          program(scope, relation, run -> dropView(run, scope, view.name()));
      case UnsupportedRelation unsupported -> {
        if (!isView) {
          throw new StatementException(unsupported.message());
        }
        yield program(scope, run -> dropView(run, scope, unsupported.name()));
      }
    };
  }

  private static boolean isStatistics(String name) {
    return NameKey.of(name).startsWith("sqlite_stat");
  }

  /** With the temporary triggers on what is dropped, which are in another database. */
  private Program program(
      SchemaScopes.Scope scope, Relation relation, Consumer<RunContext> action) {
    List<String> temporary =
        context.schemas().triggersOn(scope.database(), relation).stream()
            .filter(found -> found.database() != scope.database())
            .map(found -> found.trigger().name())
            .toList();
    if (temporary.isEmpty()) {
      return program(scope, action);
    }
    return new SchemaProgram(
        scope.database(),
        Set.of(SchemaScopes.TEMP),
        Set.of(SchemaScopes.TEMP),
        run -> {
          action.accept(run);
          SchemaWriter writer = new SchemaWriter(run, SchemaScopes.TEMP);
          temporary.forEach(
              name -> removeTrigger(writer, context.schemas().scope(SchemaScopes.TEMP), name));
          writer.finish();
        });
  }

  private static Program program(SchemaScopes.Scope scope, Consumer<RunContext> action) {
    return new SchemaProgram(scope.database(), action);
  }

  private void dropTable(RunContext run, SchemaScopes.Scope scope, TableDefinition table) {
    ImplicitDelete.beforeDrop(table, scope, context, run);
    SchemaWriter writer = new SchemaWriter(run, scope.database());
    Transaction transaction = writer.transaction();
    transaction.changeDefinition(table.name());
    removeRelation(writer, scope, table.name());
    forgetSequence(transaction, scope, table);
    new StatisticsTables(scope, transaction).forgetTable(table.name());
    List<Tree> trees = new ArrayList<>(List.of(table.tree()));
    for (IndexDefinition index : table.indexes()) {
      index.tree().ifPresent(trees::add);
    }
    // The largest id first: a tree may get the id of a dropped one, but never such a tree.
    trees.sort(Comparator.comparingLong(Tree::id).reversed());
    trees.forEach(transaction::dropTree);
    writer.finish();
  }

  /** Removes what AUTOINCREMENT remembers of a table. */
  private static void forgetSequence(
      Transaction transaction, SchemaScopes.Scope scope, TableDefinition table) {
    if (!table.autoincrement()
        || !(scope.catalog().relation("sqlite_sequence").orElse(null)
            instanceof TableDefinition sequences)) {
      return;
    }
    RecordReader reader = new RecordReader();
    try (Cursor cursor = transaction.open(sequences.tree(), true)) {
      for (boolean more = cursor.first(); more; more = cursor.next()) {
        reader.read(cursor);
        int offset = reader.offset(0);
        String name =
            new String(reader.bytes(), offset, reader.length(0), transaction.encoding().charset());
        if (name.equals(table.name())) {
          cursor.delete();
        }
      }
    }
  }

  private static void dropView(RunContext run, SchemaScopes.Scope scope, String name) {
    SchemaWriter writer = new SchemaWriter(run, scope.database());
    writer.transaction().changeDefinition(name);
    removeRelation(writer, scope, name);
    writer.finish();
  }

  /** Removes the rows of a table or view and of all that belongs to it. */
  private static void removeRelation(SchemaWriter writer, SchemaScopes.Scope scope, String name) {
    writer.removeRows(scope.catalog().rows(name), row -> row.belongsTo(name));
  }

  // ---- indexes and triggers

  private Program dropIndex(Drop statement) {
    Optional<Targets.FoundIndex> found = targets.findIndex(statement.name());
    if (found.isEmpty()) {
      return missing(statement, "index");
    }
    SchemaScopes.Scope scope = found.get().scope();
    IndexDefinition index = found.get().index();
    if (index.origin() != IndexDefinition.Origin.CREATE_INDEX) {
      throw new StatementException(
          "index associated with UNIQUE or PRIMARY KEY constraint cannot be dropped");
    }
    return program(scope, run -> dropIndex(run, scope, index));
  }

  private static void dropIndex(RunContext run, SchemaScopes.Scope scope, IndexDefinition index) {
    SchemaWriter writer = new SchemaWriter(run, scope.database());
    writer.transaction().changeDefinition(index.table());
    writer.transaction().changeDefinition(index.name());
    writer.removeRows(
        scope.catalog().row(index.name()).stream().toList(),
        row -> row.type().equals("index") && row.isNamed(index.name()));
    new StatisticsTables(scope, writer.transaction()).forgetIndex(index.name());
    Tree.Index tree =
        index
            .tree()
            .orElseThrow(() ->
                new StatementException(
                    "index " + index.name() + " is ordered by an unknown collation"));
    writer.transaction().dropTree(tree);
    writer.finish();
  }

  private Program dropTrigger(Drop statement) {
    for (SchemaScopes.Scope scope : targets.places(statement.name())) {
      Optional<TriggerDefinition> trigger = scope.catalog().trigger(statement.name().name().text());
      if (trigger.isPresent()) {
        return program(
            scope,
            run -> {
              SchemaWriter writer = new SchemaWriter(run, scope.database());
              writer.transaction().changeDefinition(trigger.get().table());
              removeTrigger(writer, scope, trigger.get().name());
              writer.finish();
            });
      }
    }
    return missing(statement, "trigger");
  }

  private static void removeTrigger(SchemaWriter writer, SchemaScopes.Scope scope, String name) {
    writer.removeRows(
        scope.catalog().triggerRow(name).stream().toList(),
        row -> row.isTrigger() && row.isNamed(name));
  }
}
