package org.braiddb.storage.pagelock;

import java.util.Set;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.file.concurrency.ConcurrencyControl;
import org.braiddb.storage.file.concurrency.StoreView;
import org.braiddb.storage.file.store.FileStorageEngine;

/** Journal mode {@code pagelock}: concurrent writers that conflict where they share pages. */
public class PageLockEngine extends FileStorageEngine {
  /** Concurrent transactions are serializable, whatever they ask for. */
  private static final Capabilities CAPABILITIES =
      new Capabilities(
          true,
          Set.of(IsolationLevel.SERIALIZABLE),
          true,
          true,
          Integer.MAX_VALUE - 1024,
          Integer.MAX_VALUE - 1024,
          Long.MAX_VALUE);

  /** Found by {@link java.util.ServiceLoader}. */
  public PageLockEngine() {}

  @Override
  public String journalMode() {
    return "pagelock";
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  protected ConcurrencyControl concurrencyControl(StoreView store) {
    return new PageLockControl(store, historyBytes());
  }

  /** The budget of the history of changed pages; tests lower it. */
  long historyBytes() {
    return 16L << 20;
  }
}
