package org.braiddb.sql.execute;

import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.jspecify.annotations.Nullable;

/**
 * The register that evaluators leave their value in, and what they need of the run. One per
 * program; an evaluator that needs a value longer keeps it in a cell of its own.
 */
public final class Frame extends org.braiddb.sql.value.Cell {
  private static final int ROWS_BETWEEN_CHECKS = 4096;

  private @Nullable ExecutionContext context;
  private boolean collected;
  private int rows;

  /** A frame that belongs to no run yet. */
  public Frame() {}

  /** Begins a run. */
  public void begin(ExecutionContext newContext) {
    begin(newContext, false);
  }

  /**
   * Begins a run.
   *
   * @param isCollected whether all its rows are taken before anything is changed
   */
  void begin(ExecutionContext newContext, boolean isCollected) {
    context = newContext;
    collected = isCollected;
  }

  /** Whether the rows of a database stay as they are until the run ends. */
  boolean onlyReads(int database) {
    return collected || transaction(database).mode() == TransactionMode.READ_ONLY;
  }

  /** Ends the run and lets go of what it referred to. */
  public void end() {
    context = null;
    release();
  }

  /** What the run stands on. */
  public ExecutionContext context() {
    ExecutionContext present = context;
    if (present == null) {
      throw new IllegalStateException("no run has begun");
    }
    return present;
  }

  Transaction transaction(int database) {
    return context().transaction(database);
  }

  /** Called for every row that a scan visits. */
  void countRow() {
    countRows(1);
  }

  /** The same for several. */
  void countRows(int count) {
    rows += count;
    if (rows >= ROWS_BETWEEN_CHECKS) {
      rows = 0;
      context().checkCancelled();
    }
  }
}
