package org.braiddb.storage.tck.decorator;

import java.util.Optional;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Handover;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionOptions;

/** A store whose transactions are those of another, decorated. */
public abstract class DecoratedStore implements Store {
  private final StorageEngine engine;
  private final Store store;

  /**
   * Decorates a store.
   *
   * @param engine what it calls its engine
   */
  protected DecoratedStore(StorageEngine engine, Store store) {
    this.engine = engine;
    this.store = store;
  }

  /**
   * Decorates a transaction.
   *
   * @param transaction the engine's own
   */
  protected abstract Transaction decorate(Transaction transaction);

  @Override
  public StorageEngine engine() {
    return engine;
  }

  @Override
  public StoreLocation location() {
    return store.location();
  }

  @Override
  public boolean readOnly() {
    return store.readOnly();
  }

  @Override
  public Transaction begin(TransactionOptions options, CallLimits limits) {
    return decorate(store.begin(options, limits));
  }

  @Override
  public long visibleCommit() {
    return store.visibleCommit();
  }

  @Override
  public void awaitVisible(long commit, CallLimits limits) {
    store.awaitVisible(commit, limits);
  }

  @Override
  public <F> Optional<F> facet(Class<F> facet) {
    return DecoratedFacets.of(facet, store);
  }

  @Override
  public Handover detach(CallLimits limits) {
    return store.detach(limits);
  }

  @Override
  public void close() {
    store.close();
  }
}
