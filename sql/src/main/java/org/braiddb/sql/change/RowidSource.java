package org.braiddb.sql.change;

import org.braiddb.sql.catalog.TableDefinition;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/** Gives new rows their rowids, and keeps what AUTOINCREMENT remembers. */
final class RowidSource {
  private final TableStore store;
  private final TableDefinition table;
  private final Transaction.@Nullable AutoIncrement sequence;
  private long largest = Long.MIN_VALUE;

  RowidSource(ChangeRun run, TableProgram program, TableStore store) {
    this.store = store;
    this.table = program.table();
    this.sequence =
        table.autoincrement()
            ? new Transaction.AutoIncrement(run.sequenceTree(program), table.name())
            : null;
  }

  /** A statement begins. */
  void begin() {
    largest = Long.MIN_VALUE;
  }

  /** An INSERT begins: at least 0 is recorded at its end, as in SQLite, whatever it inserts. */
  void beginInsert() {
    largest = Math.max(largest, 0);
  }

  /**
   * Makes the rowid of a row to insert an integer: the given one, or a new one for NULL.
   *
   * @return whether it is a new one, which no row has
   */
  boolean resolve(RowImage row) {
    Cell rowid = row.rowidCell();
    boolean fresh = rowid.isNull();
    if (fresh) {
      row.setRowid(allocate());
    } else {
      requireInteger(row);
    }
    // As in SQLite, a number is used up even where its row is then ignored.
    largest = Math.max(largest, row.rowid());
    return fresh;
  }

  private long allocate() {
    Transaction.AutoIncrement recorded = sequence;
    if (recorded == null) {
      return store.allocateRowid(null);
    }
    if (largest == Long.MAX_VALUE) {
      throw new StatementException(ResultCode.FULL, "database or disk is full");
    }
    // The engine knows the number recorded before this statement; its own rows it has seen.
    return Math.max(store.allocateRowid(recorded), largest + 1);
  }

  /** Converts a given rowid to an integer, which it must be. */
  static void requireInteger(RowImage row) {
    Cell rowid = row.rowidCell();
    if (rowid.type == Cell.REAL && rowid.real == Long.MIN_VALUE) {
      rowid.setInteger(Long.MIN_VALUE); // exact; affinity leaves both ends alone, as in text
    }
    Affinity.INTEGER.apply(rowid);
    if (rowid.type != Cell.INTEGER) {
      throw Violations.datatypeMismatch();
    }
    row.setRowid(rowid.integer);
  }

  void finish() {
    Transaction.AutoIncrement recorded = sequence;
    if (recorded != null && largest != Long.MIN_VALUE) {
      store.transaction().recordRowid(recorded, largest);
    }
  }

  /** The tree of {@code sqlite_sequence}. */
  static Tree.Table sequenceTree(TableDefinition sequences) {
    return (Tree.Table) sequences.tree();
  }
}
