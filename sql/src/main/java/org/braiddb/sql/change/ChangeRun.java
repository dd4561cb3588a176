package org.braiddb.sql.change;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.braiddb.sql.catalog.CollationSource;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.ChangeCounters;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.stack.FreshStack;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/**
 * What belongs to one run of one changing statement, whatever tables its triggers and foreign keys
 * reach.
 */
final class ChangeRun implements AutoCloseable {
  /** How deep triggers and the actions of foreign keys may fire one another. */
  private static final int MAXIMUM_DEPTH = 1000;

  /** How many of these levels share a stack; one takes some kilobytes. */
  private static final int LEVELS_PER_STACK = 100;

  private RunContext context;
  private final ChangeCompiler programs;
  private final ForeignKeys foreignKeys;
  private final Map<TableDefinition, TableChanger> changers = new HashMap<>(2);

  /** The changer asked for last; most statements have no other. */
  private @Nullable TableChanger latest;

  private List<Cell[]> returned = new ArrayList<>();
  private @Nullable Activation active;
  private long changes;
  private boolean singleRow;

  /**
   * A trigger or an action of a foreign key that is running, and what comes back when it ends.
   *
   * @param cause which one
   * @param changes what the statement that fired it had changed
   */
  private record Activation(
      Object cause,
      @Nullable Activation firedBy,
      int depth,
      long changes,
      long lastChanges,
      long lastInsertRowid) {}

  ChangeRun(RunContext context, ChangeCompiler programs) {
    this.context = context;
    this.programs = programs;
    this.foreignKeys = new ForeignKeys(this, programs);
  }

  RunContext context() {
    return context;
  }

  /**
   * Turns to the next run of a statement that keeps its cursors.
   *
   * @param needsNoMark whether there may be no savepoint between the last run and this one
   * @return false where they are those of another transaction
   */
  boolean continuesIn(RunContext next, boolean needsNoMark) {
    TableChanger only = latest;
    if (only != null && changers.size() == 1) {
      if (!only.continuesIn(next, needsNoMark)) {
        return false;
      }
    } else {
      for (TableChanger changer : changers.values()) {
        if (!changer.continuesIn(next, needsNoMark)) {
          return false;
        }
      }
    }
    context = next;
    changes = 0;
    if (!returned.isEmpty()) {
      returned = new ArrayList<>(); // those of the last run may still be read
    }
    return true;
  }

  /** Whether the row inserted next meets its conflicts before anything is changed. */
  boolean addsLater() {
    for (TableChanger changer : changers.values()) {
      if (!changer.addsLater()) {
        return false;
      }
    }
    return !changers.isEmpty();
  }

  CollationSource collations() {
    return programs.context().collations();
  }

  ForeignKeys foreignKeys() {
    return foreignKeys;
  }

  /** The rows of RETURNING so far. */
  List<Cell[]> returned() {
    return returned;
  }

  /** The statement inserts one row: nothing that it does later can mend a violation. */
  void insertsSingleRow() {
    singleRow = true;
  }

  boolean isSingleRow() {
    return singleRow;
  }

  /** The changer of a table: one for the whole run, whoever changes its rows. */
  TableChanger changer(TableProgram program) {
    TableChanger last = latest;
    if (last != null && last.table() == program.table()) {
      return last;
    }
    TableChanger present = changers.get(program.table());
    if (present == null) {
      present = new TableChanger(this, program);
      changers.put(program.table(), present);
    }
    latest = present;
    return present;
  }

  // ---- triggers and actions of foreign keys

  /** Whether a trigger is running, directly or further up. */
  boolean isActive(Object cause) {
    for (Activation each = active; each != null; each = each.firedBy()) {
      if (each.cause() == cause) {
        return true;
      }
    }
    return false;
  }

  /** A trigger or an action of a foreign key begins; {@link #leave} ends it. */
  void enter(Object cause) {
    Activation firing = active;
    int depth = firing == null ? 1 : firing.depth() + 1;
    if (depth > MAXIMUM_DEPTH) {
      throw new StatementException("triggers nested too deep");
    }
    ChangeCounters counters = context.counters();
    active =
        new Activation(
            cause, firing, depth, changes, counters.changes(), counters.lastInsertRowid());
    changes = 0;
  }

  /** Runs what was entered last. */
  void proceed(Runnable action) {
    if (active != null && active.depth() % LEVELS_PER_STACK == 0) {
      FreshStack.run(action);
    } else {
      action.run();
    }
  }

  /** A statement in a trigger has ended. */
  void endStep() {
    context.counters().statementChanged(changes);
    changes = 0;
  }

  /** What was entered last has ended. */
  void leave() {
    Activation ended = active;
    if (ended == null) {
      throw new IllegalStateException("nothing was entered");
    }
    active = ended.firedBy();
    changes = ended.changes();
    context.counters().restore(ended.lastChanges(), ended.lastInsertRowid());
  }

  // ---- counting

  /** A row was changed. */
  void changed() {
    changes++;
  }

  /** Many rows were changed. */
  void changed(long rows) {
    changes += rows;
  }

  /** A row of a table was inserted. */
  void inserted(TableDefinition table, RowImage row) {
    if (table.hasRowid()) {
      inserted(row.rowid());
    }
  }

  /** A row with that rowid was inserted. */
  void inserted(long rowid) {
    // At once, since it stays even where the statement then fails.
    context.counters().inserted(rowid);
  }

  /** The tree in which AUTOINCREMENT keeps the numbers of a table's database. */
  Tree.Table sequenceTree(TableProgram program) {
    @Nullable Relation sequences =
        programs
            .schemas()
            .scope(program.database())
            .catalog()
            .relation("sqlite_sequence")
            .orElse(null);
    if (sequences instanceof TableDefinition table) {
      return RowidSource.sequenceTree(table);
    }
    throw new StatementException(
        ResultCode.CORRUPT_SEQUENCE, "database disk image is malformed: no sqlite_sequence table");
  }

  /**
   * Ends the statement: records counters and what AUTOINCREMENT must remember.
   *
   * @throws StatementException where it leaves a foreign key violated
   */
  void finish() {
    requireForeignKeys();
    List<TableDefinition> numbered = programs.numbered();
    if (!numbered.isEmpty()) {
      finishNumbering(numbered.reversed());
    }
    recordCounters();
  }

  private void finishNumbering(List<TableDefinition> numbered) {
    for (TableDefinition table : numbered) {
      TableChanger changer = changers.get(table);
      if (changer != null) {
        changer.finishNumbering();
      }
    }
  }

  /**
   * Ends a statement that failed but keeps its changes.
   *
   * @throws StatementException where they violate a foreign key, so that they cannot be kept
   */
  void endEarly() {
    requireForeignKeys();
    recordCounters();
  }

  private void requireForeignKeys() {
    if (context.foreignKeys().immediate() != 0) {
      throw Violations.foreignKey();
    }
  }

  /** Counts what the statement has changed. */
  void recordCounters() {
    context.counters().statementChanged(changes);
  }

  @Override
  public void close() {
    changers.values().forEach(TableChanger::close);
    changers.clear();
    latest = null;
    foreignKeys.close();
  }
}
