package org.braiddb.storage.tck.faulty;

import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Handover;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.tck.decorator.DecoratedStore;

/** A store some of whose calls fail; calls of its facets do not. */
final class FaultyStore extends DecoratedStore {
  private final Faults faults;
  private final FaultyCalls calls;

  FaultyStore(FaultyEngine engine, Store store, Faults faults) {
    super(engine, store);
    this.faults = faults;
    this.calls = new FaultyCalls(faults);
  }

  @Override
  public Transaction begin(TransactionOptions options, CallLimits limits) {
    faults.mayFail("begin");
    return super.begin(options, limits);
  }

  @Override
  protected Transaction decorate(Transaction transaction) {
    return new FaultyTransaction(transaction, calls, faults);
  }

  @Override
  public Handover detach(CallLimits limits) {
    faults.mayFail("detach");
    return super.detach(limits);
  }
}
