package org.braiddb.sql.program;

/** What {@code changes()}, {@code total_changes()} and {@code last_insert_rowid()} answer. */
public final class ChangeCounters {
  private long changes;
  private long totalChanges;
  private long lastInsertRowid;

  /** Nothing was changed yet. */
  public ChangeCounters() {}

  /** Rows that the last INSERT, UPDATE or DELETE changed, without what foreign keys did. */
  public long changes() {
    return changes;
  }

  /** Rows changed since the connection was opened, foreign key actions included. */
  public long totalChanges() {
    return totalChanges;
  }

  /** The rowid of the last row inserted into a table with rowids; 0 before the first. */
  public long lastInsertRowid() {
    return lastInsertRowid;
  }

  /** A statement has ended. */
  public void statementChanged(long rows, long rowsOfActions) {
    changes = rows;
    totalChanges += rows + rowsOfActions;
  }

  /**
   * A statement has failed and left nothing behind.
   *
   * @param totalBefore what {@link #totalChanges()} was before it
   */
  public void statementFailed(long totalBefore) {
    changes = 0;
    totalChanges = totalBefore;
  }

  /** A row was inserted. */
  public void inserted(long rowid) {
    lastInsertRowid = rowid;
  }
}
