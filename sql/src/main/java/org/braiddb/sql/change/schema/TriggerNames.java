package org.braiddb.sql.change.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.braiddb.sql.ast.Assignment;
import org.braiddb.sql.ast.CreateTrigger;
import org.braiddb.sql.ast.Delete;
import org.braiddb.sql.ast.Expr;
import org.braiddb.sql.ast.From;
import org.braiddb.sql.ast.IndexHint;
import org.braiddb.sql.ast.Insert;
import org.braiddb.sql.ast.Name;
import org.braiddb.sql.ast.OrderingTerm;
import org.braiddb.sql.ast.QualifiedName;
import org.braiddb.sql.ast.Select;
import org.braiddb.sql.ast.Statement;
import org.braiddb.sql.ast.Update;
import org.braiddb.sql.bind.Binder;
import org.braiddb.sql.bind.BoundSource;
import org.braiddb.sql.bind.NameUse;
import org.braiddb.sql.bind.RowBinder;
import org.braiddb.sql.catalog.SchemaRow;
import org.braiddb.sql.catalog.SchemaScopes;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.catalog.UnsupportedRelation;
import org.braiddb.sql.catalog.ViewDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.CompileContext;

/** Finds out what the names in a trigger mean, without making a program of it. */
final class TriggerNames {
  private final CompileContext context;
  private final SchemaScopes.Scope holder;
  private final SchemaRow row;
  private final Consumer<NameUse> listener;

  /**
   * @param holder the database of the trigger
   * @param listener is told of every name that means a table or a column of one
   */
  TriggerNames(
      CompileContext context,
      SchemaScopes.Scope holder,
      SchemaRow row,
      Consumer<NameUse> listener) {
    this.context = context;
    this.holder = holder;
    this.row = row;
    this.listener = listener;
  }

  /** Looks at the table that the trigger is on, and at nothing else. */
  void table(CreateTrigger trigger) {
    if (find(trigger.table()).relation() instanceof TableDefinition table) {
      tableName(trigger.table().name(), table);
    }
  }

  /**
   * Looks all names up.
   *
   * @throws StatementException where one means nothing
   */
  void all(CreateTrigger trigger) {
    Binder plain = new Binder(context.withText(row.sql()), listener);
    SchemaScopes.Found found = find(trigger.table());
    TableDefinition rows = rows(found, plain);
    if (found.relation() instanceof TableDefinition table) {
      tableName(trigger.table().name(), table);
      trigger.updateOf().forEach(name -> column(name, table));
    }
    List<BoundSource.Row> images = new ArrayList<>();
    if (trigger.event() != CreateTrigger.Event.INSERT) {
      images.add(plain.row(rows, "old"));
    }
    if (trigger.event() != CreateTrigger.Event.DELETE) {
      images.add(plain.row(rows, "new"));
    }
    Binder binder = plain.inTrigger(row.sql(), onlyDatabase(), images);
    trigger.when().ifPresent(when -> binder.over(List.of(), "").bind(when));
    trigger.body().forEach(statement -> statement(statement, binder));
  }

  private OptionalInt onlyDatabase() {
    return holder.database() == SchemaScopes.TEMP
        ? OptionalInt.empty()
        : OptionalInt.of(holder.database());
  }

  private SchemaScopes.Found find(QualifiedName name) {
    boolean temporary = holder.database() == SchemaScopes.TEMP;
    String table = name.name().text();
    Optional<SchemaScopes.Found> found =
        temporary
            ? new Targets(context.schemas()).find(name)
            : context.schemas().relation(holder.name(), table);
    return found.orElseThrow(() ->
        new StatementException(
            "no such table: " + (temporary ? name : holder.name() + "." + table)));
  }

  private static TableDefinition rows(SchemaScopes.Found found, Binder binder) {
    return switch (found.relation()) {
      case TableDefinition table -> table;
      case ViewDefinition view -> binder.rowsOf(found, view);
      case UnsupportedRelation unsupported -> throw new StatementException(unsupported.message());
    };
  }

  private void tableName(Name name, TableDefinition table) {
    listener.accept(new NameUse.OfTable(row.sql(), name.span(), table));
  }

  private void column(Name name, TableDefinition table) {
    table
        .column(name.text())
        .ifPresent(column ->
            listener.accept(new NameUse.OfColumn(row.sql(), name.span(), table, column.index())));
  }

  // ---- the body

  private void statement(Statement statement, Binder binder) {
    switch (statement) {
      case Select select -> binder.select(select);
      case Insert insert -> insert(insert, binder.with(insert.with()));
      case Update update -> {
        Binder inner = binder.with(update.with());
        SchemaScopes.Found target = target(update.table());
        if (target.relation() instanceof TableDefinition table) {
          columns(update.assignments(), table);
        }
        scan(target, inner, update.from(), update.where(), update.assignments());
      }
      case Delete delete ->
          scan(
              target(delete.table()),
              binder.with(delete.with()),
              Optional.empty(),
              delete.where(),
              List.of());
      default -> throw new IllegalArgumentException("not in a trigger: " + statement);
    }
  }

  private SchemaScopes.Found target(QualifiedName name) {
    SchemaScopes.Found found = find(name);
    if (found.relation() instanceof TableDefinition table) {
      tableName(name.name(), table);
    }
    return found;
  }

  private void columns(List<Assignment> assignments, TableDefinition table) {
    for (Assignment assignment : assignments) {
      assignment.columns().forEach(name -> column(name, table));
    }
  }

  private static void scan(
      SchemaScopes.Found target,
      Binder binder,
      Optional<From> from,
      Optional<Expr> where,
      List<Assignment> assignments) {
    switch (target.relation()) {
      case TableDefinition table -> {
        BoundSource.Table source =
            binder.target(target.scope().database(), table, table.name(), new IndexHint.None());
        binder.rowsToChange(
            new Binder.ChangeScan(
                source,
                target.scope().name(),
                table.name(),
                from,
                where,
                assignments,
                Binder.Limits.NONE));
      }
      case ViewDefinition view ->
          binder.rowsToChange(
              new Binder.ViewScan(target, view, from, where, assignments, Binder.Limits.NONE));
      case UnsupportedRelation unsupported -> throw new StatementException(unsupported.message());
    }
  }

  private void insert(Insert insert, Binder binder) {
    SchemaScopes.Found target = target(insert.table());
    insert.source().ifPresent(binder::select);
    if (!(target.relation() instanceof TableDefinition table)) {
      return;
    }
    insert.columns().forEach(name -> column(name, table));
    String schema = target.scope().name();
    String name = insert.alias().map(Name::text).orElse(table.name());
    for (Insert.Upsert upsert : insert.upserts()) {
      BoundSource.Row existing = binder.row(table, name);
      RowBinder plain = binder.over(List.of(existing), schema);
      for (OrderingTerm term : upsert.target()) {
        plain.bind(term.value());
      }
      upsert.targetWhere().ifPresent(plain::bind);
      columns(upsert.assignments(), table);
      RowBinder both = binder.over(existing, binder.row(table, "excluded"), schema);
      for (Assignment assignment : upsert.assignments()) {
        both.bindAssigned(assignment);
      }
      upsert.where().ifPresent(both::bind);
    }
  }
}
