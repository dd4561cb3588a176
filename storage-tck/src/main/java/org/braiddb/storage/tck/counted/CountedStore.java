package org.braiddb.storage.tck.counted;

import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.tck.decorator.DecoratedStore;

/** A store whose transactions' cursors are counted. */
final class CountedStore extends DecoratedStore {
  private final CallCounts counts;

  CountedStore(CountedEngine engine, Store store, CallCounts counts) {
    super(engine, store);
    this.counts = counts;
  }

  @Override
  protected Transaction decorate(Transaction transaction) {
    return new CountedTransaction(transaction, counts);
  }
}
