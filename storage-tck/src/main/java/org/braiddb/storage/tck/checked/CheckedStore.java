package org.braiddb.storage.tck.checked;

import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
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
  private final long failuresBefore;
  private final Set<CheckedTransaction> open = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> cursors = new ConcurrentLinkedQueue<>();

  CheckedStore(CheckedEngine engine, Store store) {
    this.engine = engine;
    this.store = store;
    this.failuresBefore = engine.failures();
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

  /** A cursor was open when its transaction ended. */
  void leftOpen(Throwable opened) {
    if (engine.failures() == failuresBefore) {
      cursors.add(opened);
    }
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
    return DecoratorFacets.of(facet, store, CheckedStore::undecorated);
  }

  private static Transaction undecorated(Transaction transaction) {
    return transaction instanceof CheckedTransaction checked ? checked.unchecked() : transaction;
  }

  @Override
  public Handover detach(CallLimits limits) {
    return store.detach(limits);
  }

  @Override
  public void close() {
    List<Throwable> left =
        Stream.concat(open.stream().map(CheckedTransaction::begun), cursors.stream()).toList();
    open.clear();
    cursors.clear();
    store.close();
    engine.leaked(left);
  }
}
