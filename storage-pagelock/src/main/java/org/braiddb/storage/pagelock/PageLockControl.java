package org.braiddb.storage.pagelock;

import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.file.concurrency.ConcurrencyControl;
import org.braiddb.storage.file.concurrency.StoreView;
import org.braiddb.storage.file.concurrency.TransactionControl;

/** What the transactions of one store share: the history of changed pages. */
final class PageLockControl implements ConcurrencyControl {
  private final StoreView store;
  private final PageHistory history;

  PageLockControl(StoreView store, long historyBytes) {
    this.store = store;
    this.history = new PageHistory(store.visible(), historyBytes, store::horizon);
  }

  @Override
  public TransactionControl begin(TransactionOptions options) {
    return switch (options.mode()) {
      case READ_ONLY -> TransactionControl.NONE;
      case DEFERRED, IMMEDIATE, EXCLUSIVE -> new PlainTransactionControl(history);
      case CONCURRENT -> new ConcurrentTransactionControl(store, history);
    };
  }

  @Override
  public void takenBack(long after, long through) {
    history.takeBack(after, through);
  }

  /** The history, for tests. */
  PageHistory history() {
    return history;
  }

  @Override
  public String toString() {
    return TransactionMode.CONCURRENT + " by pages of " + store.description();
  }
}
