package org.braiddb.sql.program;

/**
 * What {@code changes()}, {@code total_changes()} and {@code last_insert_rowid()} answer.
 *
 * <p>A trigger counts for itself: the statements in it set {@code changes()} and {@code
 * last_insert_rowid()} as long as it runs, and what they were before comes back when it ends. The
 * total takes in every statement when that ends, and keeps it even where the whole is then undone.
 */
public final class ChangeCounters {
  private long changes;
  private long totalChanges;
  private long lastInsertRowid;

  /** Nothing was changed yet. */
  public ChangeCounters() {}

  /**
   * Rows that the last INSERT, UPDATE or DELETE changed, without what triggers and foreign keys
   * did.
   */
  public long changes() {
    return changes;
  }

  /** Rows changed since the connection was opened, those of triggers and foreign keys included. */
  public long totalChanges() {
    return totalChanges;
  }

  /** The rowid of the last row inserted into a table with rowids; 0 before the first. */
  public long lastInsertRowid() {
    return lastInsertRowid;
  }

  /** A statement, perhaps inside a trigger, has ended. */
  public void statementChanged(long rows) {
    changes = rows;
    totalChanges += rows;
  }

  /** A statement has failed and left nothing behind. */
  public void statementFailed() {
    changes = 0;
  }

  /** What the last statement changed was not committed. */
  public void statementUndone() {
    totalChanges -= changes;
    changes = 0;
  }

  /** A row was inserted. */
  public void inserted(long rowid) {
    lastInsertRowid = rowid;
  }

  /** A trigger has ended: the answers are what they were when it began. */
  public void restore(long changesBefore, long lastInsertRowidBefore) {
    changes = changesBefore;
    lastInsertRowid = lastInsertRowidBefore;
  }
}
