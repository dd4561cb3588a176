package org.braiddb.sql.execute;

import org.braiddb.sql.function.FunctionContext;
import org.braiddb.sql.program.RunContext;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.Transaction;

/** What one run of a statement stands on. Used by the thread that runs the statement. */
public interface ExecutionContext {
  /**
   * The transaction of a database, by the database's number; open, and having a snapshot or not.
   */
  Transaction transaction(int database);

  /**
   * The value of a parameter, by its number from 1; a cell that holds NULL where none was bound.
   */
  Cell parameter(int number);

  /** What functions may ask. */
  FunctionContext functions();

  /** The run as programs see it. */
  RunContext run();

  /**
   * Throws where the statement is to stop. Called every few thousand rows.
   *
   * @throws org.braiddb.storage.CancelledException if it was interrupted or its time is over
   */
  void checkCancelled();
}
