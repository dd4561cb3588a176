package org.braiddb.sql.change;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.catalog.ForeignKeyDefinition;
import org.braiddb.sql.catalog.SchemaCatalog;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.listing.Listing;
import org.braiddb.sql.listing.Listing.Operation;
import org.jspecify.annotations.Nullable;

/**
 * Lists what an INSERT, UPDATE or DELETE does, in the order in which {@link TableChanger} does it,
 * with the triggers that it fires; a trigger that was listed is not listed again.
 */
final class ChangeListing {
  private final ChangeCompiler compiler;
  private final Listing listing;
  private final Map<TriggerProgram, Integer> listed = new HashMap<>();

  ChangeListing(ChangeCompiler compiler, Listing listing) {
    this.compiler = compiler;
    this.listing = listing;
  }

  void list(ChangeAction action) {
    compiler.expressions().nameRows(listing);
    switch (action) {
      case InsertAction insert -> insert(insert);
      case UpdateAction update -> update(update);
      case DeleteAction delete -> delete(delete);
      case ViewInsertAction view ->
          listing.add(
              Operation.of("InsertIntoView", view.row().table().name()),
              () -> {
                source(view.source());
                events(view.events(), () -> {});
              });
      case ViewUpdateAction view ->
          listing.add(
              Operation.of("UpdateView", view.row().table().name()),
              () -> {
                found(view.scan());
                assignments(view.row().table(), view.assigned(), view.values());
                events(view.events(), () -> {});
              });
      case ViewDeleteAction view ->
          listing.add(
              Operation.of("DeleteFromView", view.row().table().name()),
              () -> {
                found(view.scan());
                events(view.events(), () -> {});
              });
    }
  }

  private Operation of(String name, TableProgram program) {
    return Operation.of(
        name, program.database(), program.table().tree().id(), program.table().name());
  }

  // ---- where rows come from

  private void source(InsertSource source) {
    RowQuery rows = source.rows();
    if (rows == null) {
      listing.add(Operation.of("DefaultValues", ""));
    } else if (source.buffered()) {
      listing.add(
          Operation.of("Keep", "").because("all rows, before the first is inserted"),
          () -> rows.list(listing));
    } else {
      rows.list(listing);
    }
  }

  private void found(RowQuery scan) {
    found(scan, false);
  }

  private void found(RowQuery scan, boolean changedAsFound) {
    String when =
        changedAsFound
            ? "rows that are changed where they are"
            : "all rows, before the first is changed";
    listing.add(Operation.of("Find", "").because(when), () -> scan.list(listing));
  }

  // ---- the statements

  private void insert(InsertAction action) {
    RowPlan plan = action.plan();
    listing.add(
        of("Insert", plan.program()),
        () -> {
          source(action.source());
          defaults(plan.program(), action.source().places());
          events(
              plan.events(),
              () -> {
                check(plan, Optional.empty());
                parents(plan.program());
                write(plan.program(), "Insert");
              });
        });
  }

  private void update(UpdateAction action) {
    RowPlan plan = action.plan();
    listing.add(
        of("Update", plan.program()),
        () -> {
          found(action.scan(), action.changesAsFound());
          change(plan, action.assigned(), action.values());
        });
  }

  private void change(RowPlan plan, List<Integer> assigned, List<RowExpression> values) {
    assignments(plan.program().table(), assigned, values);
    events(
        plan.events(),
        () -> {
          check(plan, Optional.of(assigned));
          parents(plan.program());
          write(plan.program(), "Replace");
          children(plan.program(), false);
        });
  }

  private void delete(DeleteAction action) {
    listing.add(
        of("Delete", action.program()),
        () -> {
          if (action.clears()) {
            listing.add(of("ClearTable", action.program()));
            return;
          }
          found(action.scan(), action.deletesAsFound());
          events(
              action.events(),
              () -> {
                write(action.program(), "Delete");
                children(action.program(), true);
              });
        });
  }

  // ---- a row

  private void defaults(TableProgram program, int[] places) {
    for (int i = 0; i < places.length; i++) {
      RowExpression value = program.defaults()[i];
      if (places[i] < 0 && value != null && i != program.table().rowidAlias()) {
        value.list(listing, assignment("Default", program.table(), i));
      }
    }
  }

  private void assignments(
      TableDefinition table, List<Integer> assigned, List<RowExpression> values) {
    for (int i = 0; i < values.size(); i++) {
      values.get(i).list(listing, assignment("Set", table, assigned.get(i)));
    }
  }

  private static Operation assignment(String name, TableDefinition table, int column) {
    String target =
        column == UpsertClause.ROWID_COLUMN ? "rowid" : table.columns().get(column).name();
    return Operation.of(name, column, target + " = ");
  }

  /**
   * @param assigned the columns that an UPDATE sets; empty for a new row
   */
  private void check(RowPlan plan, Optional<List<Integer>> assigned) {
    TableProgram program = plan.program();
    TableDefinition table = program.table();
    for (TableColumn column : table.generatedOrder()) {
      RowExpression value = program.generated()[column.index()];
      if (value != null) {
        value.list(listing, assignment("Generate", table, column.index()));
      }
    }
    for (TableColumn column : table.columns()) {
      column
          .notNull()
          .filter(_ -> column.index() != table.rowidAlias())
          .ifPresent(rule ->
              listing.add(
                  Operation.of("NotNull", column.index(), column.name())
                      .because(name(plan.override().or(rule::onConflict)))));
    }
    if (table.strict()) {
      listing.add(Operation.of("Types", table.name()));
    }
    if (!compiler.context().settings().ignoreCheckConstraints()) {
      for (TableProgram.Check rule : program.checks()) {
        if (rule.concerns(assigned)) {
          rule.condition().list(listing, Operation.of("Check", "").because(rule.label()));
        }
      }
    }
    for (int constraint : plan.order()) {
      unique(plan, constraint);
    }
  }

  private static String name(Optional<ConflictAction> action) {
    return action.orElse(ConflictAction.ABORT).name();
  }

  private void unique(RowPlan plan, int constraint) {
    TableDefinition table = plan.program().table();
    Operation operation;
    if (constraint == UpsertClause.KEY) {
      String key = table.hasRowid() ? "rowid" : "primary key";
      operation = Operation.of("Unique", constraint, table.tree().id(), key);
    } else {
      IndexProgram index = plan.program().indexes().get(constraint);
      operation = Operation.of("Unique", constraint, index.tree().id(), index.index().name());
    }
    UpsertClause clause = plan.upsert(constraint);
    if (clause == null) {
      listing.add(operation.because(plan.action(constraint).name()));
    } else if (clause.update() instanceof UpsertClause.Update update) {
      listing.add(operation.because("DO UPDATE"), () -> update(update));
    } else {
      listing.add(operation.because("DO NOTHING"));
    }
  }

  private void update(UpsertClause.Update update) {
    RowExpression where = update.where();
    if (where != null) {
      where.list(listing, Operation.of("Filter", ""));
    }
    change(update.plan(), update.columns(), update.values());
  }

  private void write(TableProgram program, String verb) {
    listing.add(of(verb + "Row", program));
    for (IndexProgram index : program.indexes()) {
      Operation entry =
          Operation.of(verb + "Entry", program.database(), index.tree().id(), index.index().name());
      RowExpression predicate = index.predicate();
      if (predicate == null) {
        listing.add(entry);
      } else {
        listing.add(
            entry.because("where its condition holds"),
            () -> predicate.list(listing, Operation.of("Filter", "")));
      }
    }
  }

  // ---- what else happens

  /** The parents that a row must have. */
  private void parents(TableProgram program) {
    if (!compiler.context().settings().foreignKeys()) {
      return;
    }
    for (ForeignKeyDefinition key : program.table().foreignKeys()) {
      listing.add(
          Operation.of("RequireParent", key.parentTable())
              .because(key.deferred() ? "deferred" : "at the end of the statement"));
    }
  }

  /**
   * The rows that may refer to a row that goes, or changes.
   *
   * @param deletes whether it goes
   */
  private void children(TableProgram program, boolean deletes) {
    if (!compiler.context().settings().foreignKeys()) {
      return;
    }
    SchemaCatalog catalog = compiler.schemas().scope(program.database()).catalog();
    for (SchemaCatalog.ForeignKeyReference reference :
        catalog.referencesTo(program.table().name())) {
      ForeignKeyDefinition key = reference.foreignKey();
      String action = deletes ? "ON DELETE " + key.onDelete() : "ON UPDATE " + key.onUpdate();
      listing.add(
          Operation.of("Children", reference.child().name()).because(action.replace('_', ' ')));
    }
  }

  /** What happens before and after the change of a row. */
  private void events(RowEvents events, Runnable change) {
    events.before().forEach(this::trigger);
    change.run();
    events.after().forEach(this::trigger);
    Returning returning = events.returning();
    if (returning != null) {
      listing.add(
          Operation.of("Returning", returning.values().size(), ""),
          () ->
              returning.values().forEach(value -> value.list(listing, Operation.of("Value", ""))));
    }
  }

  private void trigger(TriggerProgram trigger) {
    Integer address = listed.get(trigger);
    if (address != null) {
      listing.add(
          Operation.of("Trigger", 0, address, trigger.name()).because("as listed at address p3"));
      return;
    }
    listed.put(trigger, listing.operations().size());
    listing.add(
        Operation.of("Trigger", trigger.name()).because(trigger.event()),
        () -> body(trigger.body()));
  }

  private void body(TriggerBody body) {
    body.expressions().nameRows(listing);
    @Nullable RowExpression when = body.when();
    if (when != null) {
      when.list(listing, Operation.of("Filter", "").because("WHEN"));
    }
    for (TriggerBody.Step step : body.steps()) {
      switch (step) {
        case TriggerBody.Look look -> look.query().list(listing);
        case TriggerBody.Change change -> list(change.action());
      }
    }
  }
}
