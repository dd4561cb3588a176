package org.braiddb.storage.file.concurrency;

import java.util.Optional;
import org.braiddb.storage.TransactionOptions;

/**
 * The strategy of one open store: made when the store is opened, and when an engine adopts it from
 * another. Safe for use by any thread.
 */
public interface ConcurrencyControl {
  /** The strategy of a store with one writer at a time: nothing is kept, nothing validated. */
  ConcurrencyControl SINGLE_WRITER = options -> TransactionControl.NONE;

  /**
   * What follows one transaction. Called when the transaction begins, before it has a snapshot, on
   * its thread.
   *
   * @param options its options; a {@link org.braiddb.storage.TransactionMode#CONCURRENT} mode
   *     becomes that of a plain writer where {@link TransactionControl#writesAlone()} is called
   */
  TransactionControl begin(TransactionOptions options);

  /**
   * Says that commits were taken back because writing them failed: none of them was or will be
   * visible, and their numbers are not used again. Called by any thread, possibly more than once
   * for the same commits.
   *
   * @param after the newest commit that stays
   * @param through the newest commit that was taken back
   */
  default void takenBack(long after, long through) {}

  /** An optional ability of the store that comes with the strategy. */
  default <F> Optional<F> facet(Class<F> facet) {
    return Optional.empty();
  }
}
