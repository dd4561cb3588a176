package org.braiddb.storage.tck.faulty;

import java.util.Optional;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Handover;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.tck.checked.DecoratorFacets;

/** A store some of whose calls fail; calls of its facets do not. */
final class FaultyStore implements Store {
  private final FaultyEngine engine;
  private final Store store;
  private final Faults faults;

  FaultyStore(FaultyEngine engine, Store store, Faults faults) {
    this.engine = engine;
    this.store = store;
    this.faults = faults;
  }

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
    faults.mayFail("begin");
    return new FaultyTransaction(store.begin(options, limits), faults);
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
    return DecoratorFacets.of(facet, store, FaultyStore::undecorated);
  }

  private static Transaction undecorated(Transaction transaction) {
    return transaction instanceof FaultyTransaction faulty ? faulty.transaction() : transaction;
  }

  @Override
  public Handover detach(CallLimits limits) {
    faults.mayFail("detach");
    return store.detach(limits);
  }

  @Override
  public void close() {
    store.close();
  }
}
