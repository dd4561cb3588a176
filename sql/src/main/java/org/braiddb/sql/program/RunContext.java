package org.braiddb.sql.program;

import org.braiddb.sql.catalog.SchemaChanges;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Transaction;

/** The connection as a running program sees it; valid during one run. */
public interface RunContext {
  /** The transaction of a database by its number; writable where the program writes it. */
  Transaction transaction(int database);

  /**
   * The value bound to a parameter, numbered from 1; NULL where none was bound. Not to be changed.
   */
  Cell parameter(int number);

  /**
   * Asks to keep cursors open for the next run of a program: in an explicit transaction, and in one
   * that only reads and is used again by later statements, they may stay until {@link
   * Program#release}, which comes before the transaction ends and before its schema changes. The
   * next run may be in another transaction, to which they are of no use.
   *
   * @return false where nothing may be kept, as by programs that other programs run
   */
  boolean keeps(Program program);

  /** How long calls may wait, and whether the statement was interrupted. */
  CallLimits limits();

  /** Foreign keys that are violated for now. */
  ForeignKeyLedger foreignKeys();

  /** The connection's counters. */
  ChangeCounters counters();

  /** The connection's settings. */
  Settings settings();

  /** The schema of a database was changed: what was read of it is no longer true. */
  void schemaChanged(int database);

  /**
   * The same where it is known what was changed.
   *
   * @param changes all that was changed in the catalogue since its cookie was the one before
   */
  void schemaChanged(int database, SchemaChanges changes);

  /**
   * Rows of a database's catalogue were changed as rows: what was read of it stays, but nobody else
   * may rely on it.
   */
  void schemaEdited(int database);

  /** Whether that may have happened since the database was opened. */
  boolean schemaIsEdited(int database);

  /** Milliseconds since 1970 that every call of the statement's functions sees as now. */
  long statementTimeMillis();
}
