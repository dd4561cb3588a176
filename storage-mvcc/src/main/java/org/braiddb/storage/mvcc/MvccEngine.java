package org.braiddb.storage.mvcc;

import java.util.Set;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.file.concurrency.ConcurrencyControl;
import org.braiddb.storage.file.concurrency.StoreView;
import org.braiddb.storage.file.store.FileStorageEngine;

/**
 * Journal mode {@code mvcc}: many writers at once, which conflict only where they change the same
 * rows, add the same unique keys, or break each other's foreign keys.
 */
public class MvccEngine extends FileStorageEngine {
  private static final Capabilities CAPABILITIES =
      new Capabilities(
          true,
          Set.of(IsolationLevel.SNAPSHOT, IsolationLevel.SERIALIZABLE),
          true,
          true,
          Integer.MAX_VALUE - 1024,
          Integer.MAX_VALUE - 1024,
          Long.MAX_VALUE);

  /** Found by {@link java.util.ServiceLoader}. */
  public MvccEngine() {}

  @Override
  public String journalMode() {
    return "mvcc";
  }

  @Override
  public Capabilities capabilities() {
    return CAPABILITIES;
  }

  @Override
  protected ConcurrencyControl concurrencyControl(StoreView store) {
    return new MvccControl(store, budgets());
  }

  /** How much memory the bookkeeping of a store may take; tests replace it. */
  MvccControl.Budgets budgets() {
    return MvccControl.Budgets.ofHeap();
  }
}
