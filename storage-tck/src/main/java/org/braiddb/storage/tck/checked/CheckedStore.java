package org.braiddb.storage.tck.checked;

import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Stream;
import org.braiddb.storage.Store;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.tck.decorator.DecoratedStore;

/** A store that remembers its open transactions. */
final class CheckedStore extends DecoratedStore {
  private final CheckedEngine engine;
  private final long failuresBefore;
  private final Set<CheckedTransaction> open = ConcurrentHashMap.newKeySet();
  private final Queue<Throwable> cursors = new ConcurrentLinkedQueue<>();

  CheckedStore(CheckedEngine engine, Store store) {
    super(engine.presented(), store);
    this.engine = engine;
    this.failuresBefore = engine.failures();
  }

  @Override
  protected Transaction decorate(Transaction transaction) {
    CheckedTransaction checked = new CheckedTransaction(this, transaction, new Alone());
    open.add(checked);
    return checked;
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
  public void close() {
    List<Throwable> left =
        Stream.concat(open.stream().map(CheckedTransaction::begun), cursors.stream()).toList();
    open.clear();
    cursors.clear();
    super.close();
    engine.leaked(left);
  }
}
