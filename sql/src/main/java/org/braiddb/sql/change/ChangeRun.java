package org.braiddb.sql.change;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.braiddb.sql.ast.ConflictAction;
import org.braiddb.sql.catalog.Relation;
import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.RunContext;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/** What belongs to one run of one changing statement, whatever tables its foreign keys reach. */
final class ChangeRun implements AutoCloseable {
  private final RunContext context;
  private final TableProgramSource programs;
  private final ForeignKeys foreignKeys;
  private final Map<TableDefinition, TableChanger> byForeignKeys = new HashMap<>();
  private @Nullable TableChanger forUpserts;
  private long actionChanges;
  private boolean singleRow;

  ChangeRun(RunContext context, TableProgramSource programs) {
    this.context = context;
    this.programs = programs;
    this.foreignKeys = new ForeignKeys(this, programs);
  }

  RunContext context() {
    return context;
  }

  ForeignKeys foreignKeys() {
    return foreignKeys;
  }

  /** The statement inserts one row: nothing that it does later can mend a violation. */
  void insertsSingleRow() {
    singleRow = true;
  }

  boolean isSingleRow() {
    return singleRow;
  }

  /** The changer of a table that foreign key actions change. */
  TableChanger changerFor(int database, TableDefinition table) {
    TableChanger present = byForeignKeys.get(table);
    if (present == null) {
      present = new TableChanger(this, programs.program(database, table), Optional.empty());
      byForeignKeys.put(table, present);
    }
    return present;
  }

  /** The changer for DO UPDATE, in which every violation aborts, whatever the clauses say. */
  TableChanger upsertChanger(int database, TableDefinition table) {
    TableChanger present = forUpserts;
    if (present == null) {
      present =
          new TableChanger(
              this, programs.program(database, table), Optional.of(ConflictAction.ABORT));
      forUpserts = present;
    }
    return present;
  }

  /** A row of a table with rowids was inserted. */
  void inserted(TableDefinition table, RowImage row) {
    if (table.hasRowid()) {
      // At once, since it stays even where the statement then fails.
      context.counters().inserted(row.rowid());
    }
  }

  /** A foreign key action has changed a row. */
  void countAction() {
    actionChanges++;
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

  /** Ends the statement: records counters and what AUTOINCREMENT must remember. */
  void finish(long changes) {
    byForeignKeys.values().forEach(TableChanger::finish);
    recordCounters(changes);
  }

  /** Ends a statement that failed but keeps its changes. */
  void recordCounters(long changes) {
    context.counters().statementChanged(changes, actionChanges);
  }

  @Override
  public void close() {
    byForeignKeys.values().forEach(TableChanger::close);
    byForeignKeys.clear();
    TableChanger upserts = forUpserts;
    if (upserts != null) {
      upserts.close();
    }
    foreignKeys.close();
  }
}
