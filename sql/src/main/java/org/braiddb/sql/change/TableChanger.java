package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Changes the rows of one table in one statement.
 *
 * <p>C1: a row is written only after all its constraints were checked; constraints whose conflict
 * clause is REPLACE come last, so that no row is deleted for the sake of one that is then refused.
 * C2: foreign keys are told of every change, deletions by REPLACE included.
 */
final class TableChanger implements AutoCloseable {
  private final ChangeRun run;
  private final TableProgram program;
  private final TableDefinition table;
  private final Optional<ConflictAction> override;
  private final TableStore store;
  private final RowRules rules;
  private final RowImage found;
  private final RowImage before;
  private final List<Integer> constraints = new ArrayList<>();
  private final RowidSource rowids;

  TableChanger(ChangeRun run, TableProgram program, Optional<ConflictAction> override) {
    this.run = run;
    this.program = program;
    this.table = program.table();
    this.override = override;
    this.store = new TableStore(run.context().transaction(program.database()), program);
    this.rules = new RowRules(program, run.context().settings());
    this.found = new RowImage(table);
    this.before = new RowImage(table);
    this.rowids = new RowidSource(run, program, store);
    orderConstraints(List.of());
  }

  TableProgram program() {
    return program;
  }

  TableStore store() {
    return store;
  }

  /** Decides the order in which uniqueness is checked. */
  void orderConstraints(List<UpsertClause> upserts) {
    constraints.clear();
    for (UpsertClause upsert : upserts) {
      if (upsert.constraint() != UpsertClause.ANY && !constraints.contains(upsert.constraint())) {
        constraints.add(upsert.constraint());
      }
    }
    for (boolean replacing : new boolean[] {false, true}) {
      for (int constraint : uniqueConstraints()) {
        boolean replaces = action(constraint) == ConflictAction.REPLACE;
        if (replaces == replacing && !constraints.contains(constraint)) {
          constraints.add(constraint);
        }
      }
    }
  }

  /** As SQLite checks them: the rowid first, then the indexes, those made last first. */
  private List<Integer> uniqueConstraints() {
    List<Integer> oldestFirst = new ArrayList<>();
    for (int i = 0; i < program.indexes().size(); i++) {
      if (program.indexes().get(i).index().unique()) {
        oldestFirst.add(i);
      }
    }
    if (table.hasRowid()) {
      oldestFirst.add(UpsertClause.KEY);
    } else {
      // The key of the table counts among the automatic indexes.
      int place = table.clusteredKey().orElseThrow().ordinal() - 1;
      oldestFirst.add(Math.min(place, oldestFirst.size()), UpsertClause.KEY);
    }
    return oldestFirst.reversed();
  }

  /** What a clash in a constraint does. */
  private ConflictAction action(int constraint) {
    Optional<ConflictAction> own;
    if (constraint != UpsertClause.KEY) {
      own = program.indexes().get(constraint).index().onConflict();
    } else if (table.hasRowid()) {
      own = table.rowidConflict();
    } else {
      own = table.clusteredKey().orElseThrow().onConflict();
    }
    return override.or(() -> own).orElse(ConflictAction.ABORT);
  }

  // ---- INSERT

  /** What became of a row. */
  enum Outcome {
    WRITTEN,
    IGNORED,
    /** Another row was updated instead; it is in {@link #updatedInstead()}. */
    UPDATED_OTHER
  }

  /**
   * Inserts a row whose columns are set; the rowid cell is NULL or what the statement gives.
   *
   * @param upserts the ON CONFLICT clauses; {@link #orderConstraints} knows them
   */
  Outcome insert(RowImage row, List<UpsertClause> upserts, @Nullable Upserter upserter) {
    if (table.hasRowid()) {
      rowids.resolve(row);
    }
    rules.convert(row);
    if (!rules.accept(row, override)) {
      return Outcome.IGNORED;
    }
    for (int constraint : constraints) {
      if (!clashes(constraint, row)) {
        continue;
      }
      UpsertClause clause = matching(upserts, constraint);
      if (clause != null && upserter != null) {
        return clause.doNothing() || !upserter.update(clause, found, row)
            ? Outcome.IGNORED
            : Outcome.UPDATED_OTHER;
      }
      if (!resolve(constraint)) {
        return Outcome.IGNORED;
      }
    }
    run.foreignKeys().inserting(program, row);
    store.insert(row);
    run.inserted(table, row);
    return Outcome.WRITTEN;
  }

  private static @Nullable UpsertClause matching(List<UpsertClause> upserts, int constraint) {
    for (UpsertClause clause : upserts) {
      if (clause.constraint() == constraint || clause.constraint() == UpsertClause.ANY) {
        return clause;
      }
    }
    return null;
  }

  /** What ON CONFLICT DO UPDATE does with the row that is in the way. */
  interface Upserter {
    /** Updates it; false where the clause's WHERE does not hold. */
    boolean update(UpsertClause clause, RowImage existing, RowImage excluded);
  }

  /** Whether another row is in the way of this one; that row is then in {@link #found}. */
  private boolean clashes(int constraint, RowImage row) {
    if (constraint != UpsertClause.KEY) {
      return store.findInIndex(constraint, row, found);
    }
    if (table.hasRowid()) {
      if (rowids.isFresh()) {
        return false;
      }
      found.setRowid(row.rowid());
      return store.read(found, found);
    }
    return store.findClustered(row, found);
  }

  /**
   * Handles a clash with {@link #found}.
   *
   * @return false where the row is to be ignored; true where the other one is gone
   */
  private boolean resolve(int constraint) {
    ConflictAction action = action(constraint);
    switch (action) {
      case IGNORE -> {
        return false;
      }
      case REPLACE -> {
        RowImage victim = new RowImage(table);
        victim.copyFrom(found);
        deleteRow(victim);
        return true;
      }
      case ABORT, FAIL, ROLLBACK -> throw violation(constraint, action);
    }
    throw new IllegalStateException();
  }

  private StatementException violation(int constraint, ConflictAction action) {
    if (constraint != UpsertClause.KEY) {
      IndexProgram index = program.indexes().get(constraint);
      boolean primary = index.index().origin() == IndexDefinition.Origin.PRIMARY_KEY;
      return Violations.of(
          primary ? ResultCode.CONSTRAINT_PRIMARYKEY : ResultCode.CONSTRAINT_UNIQUE,
          index.violation(),
          action);
    }
    if (!table.hasRowid()) {
      List<String> names =
          table.clusteredKey().orElseThrow().columns().stream()
              .map(IndexColumn::column)
              .map(column -> table.name() + "." + table.columns().get(column).name())
              .toList();
      return Violations.of(
          ResultCode.CONSTRAINT_PRIMARYKEY,
          "UNIQUE constraint failed: " + String.join(", ", names),
          action);
    }
    boolean alias = table.rowidAlias() >= 0;
    String column = alias ? table.columns().get(table.rowidAlias()).name() : "rowid";
    return Violations.of(
        alias ? ResultCode.CONSTRAINT_PRIMARYKEY : ResultCode.CONSTRAINT_ROWID,
        "UNIQUE constraint failed: " + table.name() + "." + column,
        action);
  }

  // ---- UPDATE

  /**
   * Puts a row in place of another.
   *
   * @param old as it is in the table
   * @param row its new columns; {@code rowidCell} is what the statement gives for the rowid
   * @return false where the change is ignored
   */
  boolean update(RowImage old, RowImage row) {
    if (table.hasRowid()) {
      RowidSource.requireInteger(row);
    }
    rules.convert(row);
    if (!rules.accept(row, override)) {
      return false;
    }
    for (int constraint : constraints) {
      if (clashesWithOther(constraint, old, row) && !resolve(constraint)) {
        return false;
      }
    }
    // A row that REPLACE deleted may have taken this one along, by a foreign key.
    if (!store.read(old, before)) {
      return false;
    }
    run.foreignKeys().updating(program, old, row);
    store.replace(old, row);
    run.foreignKeys().updated(program, old, row);
    return true;
  }

  private boolean clashesWithOther(int constraint, RowImage old, RowImage row) {
    if (constraint == UpsertClause.KEY && table.hasRowid()) {
      if (old.rowid() == row.rowid()) {
        return false;
      }
      found.setRowid(row.rowid());
      return store.read(found, found);
    }
    boolean there =
        constraint == UpsertClause.KEY
            ? store.findClustered(row, found)
            : store.findInIndex(constraint, row, found);
    return there && !sameRow(found, old);
  }

  private boolean sameRow(RowImage left, RowImage right) {
    if (table.hasRowid()) {
      return left.rowid() == right.rowid();
    }
    for (IndexColumn column : table.clusteredKey().orElseThrow().columns()) {
      Cell a = left.value(column.column());
      Cell b = right.value(column.column());
      if (!Identical.are(a, b)) {
        return false;
      }
    }
    return true;
  }

  // ---- DELETE

  /** Deletes a row, which is as it is in the table. */
  void deleteRow(RowImage row) {
    run.foreignKeys().deleting(program, row);
    store.delete(row);
    run.foreignKeys().deleted(program, row);
  }

  /** Records what the statement has to leave behind. */
  void finish() {
    rowids.finish();
  }

  @Override
  public void close() {
    store.close();
  }
}
