package org.braiddb.sql.change;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.ForeignKeyClause;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.ast.With;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.listing.Listing;
import org.braiddb.sql.program.CompileContext;
import org.braiddb.sql.program.Program;

/**
 * Compiles one changing statement and all that it may set off: the triggers it fires, what foreign
 * keys do, and the triggers that are fired by those. All of it is compiled with the statement, as
 * in SQLite, so that what is wrong in a trigger fails the statement before it changes anything.
 */
public final class ChangeCompiler {
  private final CompileContext context;
  private final StatementExpressions expressions;
  private final TableProgramCompiler tables;
  private final TriggerCompiler triggers;
  private final Map<ActionKey, RowPlan> actions = new HashMap<>();
  private final Set<Integer> writes = new HashSet<>();
  private final Set<TableDefinition> numbered = new LinkedHashSet<>();

  /** A change that a foreign key makes; the columns are those it sets. */
  private record ActionKey(
      TableDefinition table, CreateTrigger.Event event, List<Integer> columns) {}

  ChangeCompiler(CompileContext context, Optional<With> with) {
    this.context = context;
    this.expressions = new StatementExpressions(context, with);
    this.tables = new TableProgramCompiler(expressions, context.schemas());
    this.triggers = new TriggerCompiler(this);
  }

  /** Compiles an INSERT. */
  public static Program compile(Insert statement, CompileContext context) {
    return new ChangeCompiler(context, statement.with()).program(statement);
  }

  /** Compiles an UPDATE. */
  public static Program compile(Update statement, CompileContext context) {
    return new ChangeCompiler(context, statement.with()).program(statement);
  }

  /** Compiles a DELETE. */
  public static Program compile(Delete statement, CompileContext context) {
    return new ChangeCompiler(context, statement.with()).program(statement);
  }

  /** Whether foreign keys are kept that refer from a table or to it. */
  boolean keepsForeignKeys(int database, TableDefinition table) {
    return context.settings().foreignKeys()
        && ForeignKeys.concerns(schemas().scope(database).catalog(), table);
  }

  /** Whether such are concerned by setting columns of the table. */
  boolean keepsForeignKeys(int database, TableDefinition table, List<Integer> columns) {
    return context.settings().foreignKeys()
        && ForeignKeys.concernsUpdate(schemas().scope(database).catalog(), table, columns);
  }

  /** Compiles EXPLAIN QUERY PLAN of an INSERT, UPDATE or DELETE. */
  public static Program explain(Statement statement, Optional<With> with, CompileContext context) {
    ChangeCompiler compiler = new ChangeCompiler(context, with);
    compiler.program(statement);
    return compiler.expressions.planned(context);
  }

  /** Lists what an INSERT, UPDATE or DELETE does. */
  public static Program list(
      Statement statement, Optional<With> with, CompileContext context, Listing listing) {
    ChangeCompiler compiler = new ChangeCompiler(context, with);
    ChangeProgram program = compiler.program(statement);
    new ChangeListing(compiler, listing).list(program.action());
    return program;
  }

  private ChangeProgram program(Statement statement) {
    ChangeSite site = new ChangeSite(this, expressions, OptionalInt.empty(), Optional.empty());
    ChangeAction action = action(statement, site);
    return new ChangeProgram(this, action, expressions.databases(), Set.copyOf(writes));
  }

  /** Compiles a statement or a step of a trigger. */
  static ChangeAction action(Statement statement, ChangeSite site) {
    return switch (statement) {
      case Insert insert -> new InsertCompiler(insert, site).compile();
      case Update update -> new UpdateCompiler(update, site).compile();
      case Delete delete -> new DeleteCompiler(delete, site).compile();
      default -> throw new IllegalArgumentException("no change: " + statement);
    };
  }

  CompileContext context() {
    return context;
  }

  /** The expressions of the statement itself. */
  StatementExpressions expressions() {
    return expressions;
  }

  TriggerCompiler triggers() {
    return triggers;
  }

  /** The schemas that the statement is compiled for. */
  SchemaScopes schemas() {
    return context.schemas();
  }

  /** The program of a table. */
  TableProgram program(int database, TableDefinition table) {
    return tables.program(database, table);
  }

  /** Takes note that a database is changed. */
  void writes(int database) {
    writes.add(database);
    expressions.noteDatabase(database);
  }

  /** Takes note that rows are inserted into a table. */
  void inserts(TableDefinition table) {
    if (table.autoincrement()) {
      numbered.add(table);
    }
  }

  /** The tables with AUTOINCREMENT that rows are inserted into, in the order of the text. */
  List<TableDefinition> numbered() {
    return numbered.isEmpty() ? List.of() : List.copyOf(numbered);
  }

  // ---- what foreign keys do

  /** The change that a foreign key makes to its child: a deletion, or an update of its columns. */
  RowPlan action(int database, ForeignKeys.Link link, CreateTrigger.Event event) {
    return action(database, link.child(), link.foreignKey().columns(), event);
  }

  private RowPlan action(
      int database, TableDefinition child, List<Integer> columns, CreateTrigger.Event event) {
    ActionKey key = new ActionKey(child, event, columns);
    RowPlan known = actions.get(key);
    if (known == null) {
      List<String> names =
          columns.stream().map(column -> child.columns().get(column).name()).toList();
      // In the actions of foreign keys every conflict aborts, whatever the constraint says; but a
      // conflict clause does not reach through a DELETE.
      Optional<ConflictAction> conflict = Optional.of(ConflictAction.ABORT);
      RowEvents events =
          triggers.events(
              database,
              child,
              event,
              Optional.of(names),
              event == CreateTrigger.Event.DELETE ? Optional.empty() : conflict,
              null);
      known = RowPlan.of(this, database, child, conflict, events);
      actions.put(key, known);
      followForeignKeys(database, child, event, columns);
    }
    return known;
  }

  /**
   * Compiles what foreign keys do when rows of a table change.
   *
   * @param columns the columns set by an UPDATE
   */
  void followForeignKeys(
      int database, TableDefinition table, CreateTrigger.Event event, List<Integer> columns) {
    if (!context.settings().foreignKeys() || table.isView()) {
      return;
    }
    if (event == CreateTrigger.Event.DELETE) {
      ForeignKeys.validateDelete(schemas().scope(database), table);
    } else {
      ForeignKeys.validateUpdate(schemas().scope(database), table, columns);
    }
    SchemaCatalog catalog = schemas().scope(database).catalog();
    for (SchemaCatalog.ForeignKeyReference reference : catalog.referencesTo(table.name())) {
      if (event == CreateTrigger.Event.DELETE) {
        follow(database, reference, reference.foreignKey().onDelete(), event);
      } else if (ForeignKeys.parentKeyIn(reference, table, columns)) {
        follow(database, reference, reference.foreignKey().onUpdate(), event);
      }
    }
  }

  private void follow(
      int database,
      SchemaCatalog.ForeignKeyReference reference,
      ForeignKeyClause.Action action,
      CreateTrigger.Event event) {
    List<Integer> columns = reference.foreignKey().columns();
    switch (action) {
      case NO_ACTION, RESTRICT -> {
        // Nothing is changed.
      }
      case CASCADE -> action(database, reference.child(), columns, event);
      case SET_NULL, SET_DEFAULT ->
          action(database, reference.child(), columns, CreateTrigger.Event.UPDATE);
    }
  }
}
