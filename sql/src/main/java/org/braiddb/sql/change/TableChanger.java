package org.braiddb.sql.change;

import java.util.List;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.catalog.IndexColumn;
import org.braiddb.sql.catalog.IndexDefinition;
import org.braiddb.sql.catalog.TableColumn;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;

/**
 * Changes the rows of one table in one run.
 *
 * <p>C1: a row is written only after all its constraints were checked; constraints whose conflict
 * clause is REPLACE come last, so that no row is deleted for the sake of one that is then refused.
 * C2: foreign keys are told of every change, deletions by REPLACE included. C3: it may be called
 * again by the triggers that it fires; what it keeps in its fields is not needed across them, and
 * rows are looked up anew after them.
 */
final class TableChanger implements AutoCloseable {
  private final ChangeRun run;
  private final TableProgram program;
  private final TableDefinition table;
  private final TableStore store;
  private final RowRules rules;
  private @Nullable RowImage found;
  private final ForeignKeys.Keys keys;
  private @Nullable RowidSource rowids;
  private int pinned;

  TableChanger(ChangeRun run, TableProgram program) {
    this.run = run;
    this.program = program;
    this.table = program.table();
    this.store = TableStore.forChanges(run.context().transaction(program.database()), program);
    this.rules = new RowRules(program, run.context().settings());
    this.keys = run.foreignKeys().of(program);
    noteEdited(run.context());
  }

  private void noteEdited(RunContext context) {
    if (table.isCatalog()) {
      context.schemaEdited(program.database());
    }
  }

  TableDefinition table() {
    return table;
  }

  TableStore store() {
    return store;
  }

  /**
   * Turns to the next run of a statement.
   *
   * @param needsNoMark whether there may be no savepoint between the last run and this one
   * @return false where that is in another transaction
   */
  boolean continuesIn(RunContext next, boolean needsNoMark) {
    if (next.transaction(program.database()) != store.transaction()) {
      return false;
    }
    if (!needsNoMark) {
      store.entries().endsRow();
    }
    RowidSource source = rowids;
    if (source != null) {
      source.begin();
    }
    noteEdited(next);
    return true;
  }

  /** Whether a new row meets its conflicts, if there are any, before anything is changed. */
  boolean addsLater() {
    return store.entries().addsLater();
  }

  // ---- INSERT

  /** What ON CONFLICT DO UPDATE does with the row that is in the way. */
  interface Upserter {
    /** Updates it, where the clause's WHERE holds; the store has found it last. */
    void update(UpsertClause.Update clause);
  }

  /** An INSERT begins, perhaps of no rows. */
  void beginInsert() {
    if (table.autoincrement()) {
      rowids().beginInsert();
    }
  }

  /**
   * Inserts a row whose columns are set; the rowid cell is NULL or what the statement gives.
   *
   * @param upserter null where there are no ON CONFLICT clauses
   */
  void insert(RowPlan plan, RowImage row, @Nullable Upserter upserter) {
    if (!plan.events().before().isEmpty() && !fireBeforeInsert(plan, row)) {
      return;
    }
    boolean fresh = table.hasRowid() && resolveRowid(plan, row);
    rules.convert(row);
    if (rules.accept(row, plan.override(), Optional.empty())) {
      put(plan, row, fresh, null, upserter);
    }
  }

  /**
   * Inserts a row of which columns are copied as another table's record has them, where nothing has
   * to be checked or told but uniqueness.
   *
   * @param row what is looked at of these, and the columns that are computed
   * @return false, and nothing done, where the row must be looked at as a whole
   */
  boolean insertCopy(RowPlan plan, CopiedRecord copied, RowImage row, @Nullable Upserter upserter) {
    if (!rules.acceptSet(row, copied.how().computed())) {
      return false;
    }
    put(plan, row, resolveRowid(plan, row), copied, upserter);
    return true;
  }

  /** Inserts a row together with others: {@link #finishTogether} must come after the last. */
  private void keep(RowImage row, @Nullable CopiedRecord copied) {
    boolean full = store.keep(row, copied);
    run.changed();
    if (full) {
      finishTogether();
    }
  }

  /** Writes the rows that are inserted together and are not written yet, if there are any. */
  void finishTogether() {
    if (store.hasKept()) {
      requireUnpinned();
      run.inserted(store.writeKept());
    }
  }

  /** Whether the rowid of a new row is a new one, which it may get only when it is written. */
  private boolean resolveRowid(RowPlan plan, RowImage row) {
    return plan.numbersLate() && row.rowidCell().isNull() || rowids().resolve(row);
  }

  /**
   * Writes a row that breaks no rule by itself, unless another is in its way that stays.
   *
   * @param fresh whether its rowid is a new one
   * @param copied what columns of its record are copied from; null where it is made of the row
   */
  private void put(
      RowPlan plan,
      RowImage row,
      boolean fresh,
      @Nullable CopiedRecord copied,
      @Nullable Upserter upserter) {
    if (plan.together()) {
      keep(row, copied);
      return;
    }
    boolean replaced = false;
    boolean takesPlace = false;
    for (int constraint : plan.order()) {
      if (!isRowid(constraint)) {
        rules.requireTypes(row);
      }
      if (makesRoom(plan, constraint, fresh, row) || !clashes(constraint, null, row)) {
        continue;
      }
      UpsertClause clause = plan.upsert(constraint);
      if (clause != null && upserter != null) {
        if (clause.update() instanceof UpsertClause.Update update) {
          upserter.update(update);
        }
        return;
      }
      takesPlace = plan.replacesInPlace(constraint);
      if (!takesPlace && !resolve(plan, constraint, false)) {
        return;
      }
      replaced = true;
    }
    if (plan.numbersLate() && row.rowidCell().isNull()) {
      rowids().resolve(row);
    }
    rules.requireTypes(row);
    if (replaced && plan.watchesReplaced()) {
      checkAgain(plan, null, row);
    }
    requireUnpinned();
    run.foreignKeys().inserting(keys, row);
    if (takesPlace) {
      store.insertFor(found(), plan.lastConstraint(), row, copied);
    } else {
      store.insert(row, copied);
    }
    run.inserted(table, row);
    run.changed();
    plan.events().after(run, null, row);
  }

  private RowidSource rowids() {
    RowidSource source = rowids;
    if (source == null) {
      source = new RowidSource(run, program, store);
      rowids = source;
    }
    return source;
  }

  /** The statement ends: keeps what AUTOINCREMENT must remember. */
  void finishNumbering() {
    RowidSource source = rowids;
    if (source != null) {
      source.finish();
    }
  }

  /**
   * BEFORE triggers see the row as it would be stored, and -1 for a rowid that is not known yet.
   */
  private boolean fireBeforeInsert(RowPlan plan, RowImage row) {
    RowImage shown = new RowImage(table);
    shown.copyFrom(row);
    if (table.hasRowid()) {
      if (shown.rowidCell().isNull()) {
        shown.setRowid(-1);
      } else {
        RowidSource.requireInteger(shown);
      }
    }
    rules.convert(shown);
    rules.requireTypes(shown);
    return plan.events().before(run, null, shown);
  }

  // ---- uniqueness

  /**
   * Whether nothing is in the way of a new row's rowid that writing the row would not replace.
   * Constraints that are looked at after that let no row go: they replace, too, or fail.
   *
   * @param fresh whether the rowid is a new one
   */
  private boolean makesRoom(RowPlan plan, int constraint, boolean fresh, RowImage row) {
    if (constraint != UpsertClause.KEY || !fresh && !plan.overwrites()) {
      return false;
    }
    if (!fresh) {
      requireUnpinned();
      store.deleteEntries(row.rowid(), found());
    }
    return true;
  }

  private boolean isRowid(int constraint) {
    return constraint == UpsertClause.KEY && table.hasRowid();
  }

  /** The row that is in the way of another. */
  private RowImage found() {
    RowImage present = found;
    if (present == null) {
      present = new RowImage(table);
      found = present;
    }
    return present;
  }

  /**
   * Whether another row is in the way of a new one; {@link #found()} then has its rowid or key, and
   * the store can show its columns until anything is written or looked for.
   *
   * @param old the row that the new one takes the place of; null where it is inserted
   */
  private boolean clashes(int constraint, @Nullable RowImage old, RowImage row) {
    boolean there;
    if (constraint != UpsertClause.KEY) {
      there = store.findInIndex(constraint, row, found());
    } else if (table.hasRowid()) {
      if (old != null && old.rowid() == row.rowid()) {
        return false;
      }
      return store.findByKey(row, found());
    } else {
      there = store.findByKey(row, found());
    }
    return there && (old == null || !found().isSameRow(old));
  }

  /**
   * Handles a clash with {@link #found()}.
   *
   * @param updates whether it is met by an UPDATE
   * @return false where the row is to be ignored; true where the other one was to go
   */
  private boolean resolve(RowPlan plan, int constraint, boolean updates) {
    ConflictAction action = plan.action(constraint);
    switch (action) {
      case IGNORE -> {
        return false;
      }
      case REPLACE -> {
        RowImage victim = found();
        store.readViewed(victim);
        if (plan.watchesReplaced()) {
          victim = new RowImage(table);
          victim.copyFrom(found());
        }
        boolean pins = updates && !isRowid(constraint) && plan.replaced().hasTriggers();
        delete(plan.replaced(), victim, false, pins);
        return true;
      }
      case ABORT, FAIL, ROLLBACK -> throw violation(constraint, action);
    }
    throw new IllegalStateException();
  }

  /** Triggers and foreign keys that REPLACE set off may have put another row in the way. */
  private void checkAgain(RowPlan plan, @Nullable RowImage old, RowImage row) {
    for (int constraint : plan.order()) {
      if ((isRowid(constraint) || plan.action(constraint) == ConflictAction.REPLACE)
          && clashes(constraint, old, row)) {
        throw violation(constraint, ConflictAction.ABORT);
      }
    }
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
   * @param assigned the columns that the statement sets, the rowid's other name among them
   */
  void update(RowPlan plan, RowImage old, RowImage row, List<Integer> assigned) {
    if (table.hasRowid()) {
      RowidSource.requireInteger(row);
    }
    rules.convert(row);
    RowImage present = old;
    if (!plan.events().before().isEmpty()) {
      rules.requireTypes(row);
      long changes = store.changes();
      if (!plan.events().before(run, old, row)) {
        return;
      }
      if (store.changes() != changes) {
        // A trigger may have changed the row, or deleted it.
        present = new RowImage(table);
        if (!store.read(old, present)) {
          return;
        }
        takeOver(present, row, assigned);
        rules.convert(row);
      }
    }
    if (!rules.accept(row, plan.override(), Optional.of(assigned))) {
      return;
    }
    boolean replaced = false;
    for (int constraint : plan.order()) {
      if (!isRowid(constraint)) {
        rules.requireTypes(row);
      }
      if (clashes(constraint, old, row)) {
        if (!resolve(plan, constraint, true)) {
          return;
        }
        replaced = true;
      }
    }
    rules.requireTypes(row);
    if (replaced) {
      if (plan.watchesReplaced()) {
        checkAgain(plan, old, row);
      }
      // A row that REPLACE deleted may have taken this one along.
      present = new RowImage(table);
      if (!store.read(old, present)) {
        return;
      }
    }
    requireUnpinned();
    run.foreignKeys().updating(keys, present, row, assigned);
    store.replace(present, row);
    run.changed();
    run.foreignKeys().updated(keys, present, row);
    plan.events().after(run, old, row);
  }

  /**
   * Changes the row that the store has found last, where nothing but itself and entries of indexes
   * are concerned: no key of the table, no trigger.
   *
   * @param old the columns of it that the patch reads
   * @param row these with those that are set
   * @return false, and nothing done, where the row must be looked at as a whole
   */
  boolean patch(RowPlan plan, RowPatch patch, RowImage old, RowImage row) {
    if (!patch.fits(store.columnsOfRecord()) || !rules.acceptPatched(row, patch)) {
      return false;
    }
    for (int index : plan.order()) {
      if (store.entries().isTaken(index, old, row)) {
        return false;
      }
    }
    requireUnpinned();
    store.patch(patch, old, row);
    run.changed();
    return true;
  }

  /** What the statement does not set stays as a BEFORE trigger left it. */
  private void takeOver(RowImage present, RowImage row, List<Integer> assigned) {
    for (TableColumn column : table.columns()) {
      if (column.generated().isEmpty()
          && column.index() != table.rowidAlias()
          && !assigned.contains(column.index())) {
        row.value(column.index()).copyFrom(present.value(column.index()));
      }
    }
  }

  // ---- DELETE

  /** Deletes rows where a scan finds them: nobody looks at them, and they have no entries. */
  void deleteAsFound(RowQuery scan) {
    requireUnpinned();
    run.changed(store.deleteFound(scan, run.context().limits()));
  }

  /**
   * Deletes rows, where nobody looks at them and nothing refers to them.
   *
   * @param row an image to be used for them
   */
  void deleteEach(FoundRows found, RowImage row) {
    if (table.hasRowid()) {
      found.inParts((rowids, from, to) -> deleteEach(rowids, from, to, row));
    } else {
      requireUnpinned();
      run.changed(store.deleteEach(found, row));
    }
  }

  /**
   * The same for rows with some rowids, in ascending order.
   *
   * @param row an image to be used for them
   */
  void deleteEach(long[] rowids, int from, int to, RowImage row) {
    requireUnpinned();
    run.changed(store.deleteEach(rowids, from, to, row));
  }

  /** The same for all that a statement deletes of the table for now. */
  void deleteEach(long[] rowids, RowImage row) {
    store.entries().begin(rowids.length);
    deleteEach(rowids, 0, rowids.length, row);
    store.entries().settle();
  }

  /** The keys that its rows are concerned in. */
  ForeignKeys.Keys foreignKeys() {
    return keys;
  }

  /** Deletes a row, which is as it is in the table. */
  void delete(RowEvents events, RowImage row) {
    delete(events, row, true, false);
  }

  /**
   * Deletes a row.
   *
   * @param counts whether it counts as a change
   * @param pins whether the triggers that it fires must leave the table alone
   */
  private void delete(RowEvents events, RowImage row, boolean counts, boolean pins) {
    RowImage present = row;
    int pin = pins ? 1 : 0;
    if (!events.before().isEmpty()) {
      long changes = store.changes();
      pinned += pin;
      try {
        if (!events.before(run, row, null)) {
          return;
        }
      } finally {
        pinned -= pin;
      }
      if (store.changes() != changes) {
        // A trigger may have changed the row, or deleted it.
        present = new RowImage(table);
        if (!store.read(row, present)) {
          return;
        }
      }
    }
    requireUnpinned();
    run.foreignKeys().deleting(keys, present);
    store.delete(present);
    if (counts) {
      run.changed();
    }
    pinned += pin;
    try {
      run.foreignKeys().deleted(keys, present);
      events.after(run, row, null);
    } finally {
      pinned -= pin;
    }
  }

  /** The row that an UPDATE is about to replace must stay where it is, so all others must too. */
  private void requireUnpinned() {
    if (pinned > 0) {
      throw new StatementException(ResultCode.CONSTRAINT_PINNED, "constraint failed");
    }
  }

  @Override
  public void close() {
    store.close();
  }
}
