package org.braiddb.storage.tck.checked;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Handover;
import org.braiddb.storage.StorageEngine;
import org.braiddb.storage.Store;
import org.braiddb.storage.StoreLocation;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionOptions;

/** A store that remembers its open transactions. */
final class CheckedStore implements Store {
  private final CheckedEngine engine;
  private final Store store;
  private final Set<CheckedTransaction> open = ConcurrentHashMap.newKeySet();

  CheckedStore(CheckedEngine engine, Store store) {
    this.engine = engine;
    this.store = store;
  }

  @Override
  public StorageEngine engine() {
    return engine.presented();
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
    var transaction = new CheckedTransaction(this, store.begin(options, limits));
    open.add(transaction);
    return transaction;
  }

  void ended(CheckedTransaction transaction) {
    open.remove(transaction);
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
    return CheckedFacets.of(facet, store);
  }

  @Override
  public Handover detach(CallLimits limits) {
    return store.detach(limits);
  }

  @Override
  public void close() {
    List<Throwable> left = open.stream().map(CheckedTransaction::begun).toList();
    open.clear();
    store.close();
    engine.leaked(left);
  }
}
