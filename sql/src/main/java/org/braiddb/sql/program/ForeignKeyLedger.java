package org.braiddb.sql.program;

/**
 * Counts references that lead nowhere. The statement's count must be zero when the statement ends;
 * the transaction's, of deferred keys, when it commits. A repaired reference is counted down,
 * whoever broke it.
 */
public final class ForeignKeyLedger {
  private long immediate;
  private long deferred;

  /** Nothing is violated. */
  public ForeignKeyLedger() {}

  /** Adds to the transaction's count (deferred keys) or the statement's. */
  public void add(boolean isDeferred, long count) {
    if (isDeferred) {
      deferred += count;
    } else {
      immediate += count;
    }
  }

  /**
   * Violations that the running statement has made and not repaired: any count but 0 fails, as in
   * SQLite.
   */
  public long immediate() {
    return immediate;
  }

  /** Begins a statement. */
  public void beginStatement() {
    immediate = 0;
  }

  /** Violations that are left for the commit. */
  public long deferred() {
    return deferred;
  }

  /** Returns to what {@link #deferred()} was at a savepoint. */
  public void restoreDeferred(long count) {
    deferred = count;
  }
}
