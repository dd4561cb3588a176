package org.braiddb.storage;

import java.util.Optional;

/**
 * One open database, shared by every connection of the process. Safe for use by any thread.
 *
 * <p>Background threads of a store are daemons and end when it closes.
 */
public interface Store extends AutoCloseable {
  /** The engine whose strategy governs this store. */
  StorageEngine engine();

  /** Where it was opened. */
  StoreLocation location();

  /** Whether it refuses to write. */
  boolean readOnly();

  /**
   * Begins a transaction. {@link TransactionMode#DEFERRED} and {@link TransactionMode#CONCURRENT}
   * take their snapshot at their first read or write; {@link TransactionMode#IMMEDIATE} takes the
   * writer lock now.
   *
   * @param options mode, isolation, durability, and the earliest commit it must see
   * @param limits how long this and the transaction's later calls may wait, and how they are
   *     cancelled; the same object serves the whole transaction and may be re-armed between calls
   * @throws BusyException where the writer lock is not had before the deadline
   * @throws UnsupportedException where the engine lacks the mode or isolation level
   * @throws ReadOnlyException for a writing mode on a read-only store
   */
  Transaction begin(TransactionOptions options, CallLimits limits);

  /** The newest commit that a transaction begun now would see; see {@link Transaction#commit()}. */
  long visibleCommit();

  /**
   * Waits until {@link #visibleCommit()} is at least {@code commit}, so that a retry does not lose
   * to the same commit twice.
   *
   * @throws BusyException where that takes longer than the deadline
   */
  void awaitVisible(long commit, CallLimits limits);

  /** An optional ability: one of the interfaces nested in {@link Facets}. */
  <F> Optional<F> facet(Class<F> facet);

  /**
   * Prepares the handover to another engine of the family: no new transaction begins, open ones are
   * waited for, what is committed is checkpointed. Afterwards this object is closed to every call,
   * and the files stay open inside the result.
   *
   * @throws BusyException where transactions are still open at the deadline; the store goes on as
   *     if nothing had been asked
   * @throws UnsupportedException where the engine has no handover
   */
  default Handover detach(CallLimits limits) {
    throw new UnsupportedException(
        "journal mode " + engine().journalMode() + " cannot hand over an open database");
  }

  /**
   * Closes the store, leaving on disk what any later opening finds complete. Open transactions are
   * rolled back. A second call does nothing.
   */
  @Override
  void close();
}
