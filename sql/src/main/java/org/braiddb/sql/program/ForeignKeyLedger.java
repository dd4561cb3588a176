package org.braiddb.sql.program;

/**
 * Counts references that lead nowhere. The statement's count must be zero when the statement ends;
 * the transaction's, of deferred keys and of those that {@code defer_foreign_keys} defers, when it
 * commits. A repaired reference is counted down, whoever broke it.
 */
public final class ForeignKeyLedger {
  private long immediate;
  private long deferred;

  /** The transaction's of other keys while all are deferred. */
  private long postponed;

  /** Nothing is violated. */
  public ForeignKeyLedger() {}

  /**
   * Adds to the transaction's count or the statement's.
   *
   * @param isDeferred whether the key itself is
   * @param defersAll whether {@code PRAGMA defer_foreign_keys} has all others deferred, too
   */
  public void add(boolean isDeferred, boolean defersAll, long count) {
    if (isDeferred) {
      deferred += count;
    } else if (defersAll) {
      postponed += count;
    } else {
      immediate += count;
    }
  }

  /** Whether no violation is counted that could be of such a key; as in SQLite's OP_FkIfZero. */
  public boolean hasNone(boolean isDeferred) {
    return postponed == 0 && (isDeferred ? deferred : immediate) == 0;
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
  public long untilCommit() {
    return deferred + postponed;
  }

  /** Those of deferred keys. */
  public long deferred() {
    return deferred;
  }

  /** Those of other keys, counted while all were deferred. */
  public long postponed() {
    return postponed;
  }

  /** Returns to what {@link #deferred()} and {@link #postponed()} were at a savepoint. */
  public void restore(long deferredThen, long postponedThen) {
    deferred = deferredThen;
    postponed = postponedThen;
  }
}
