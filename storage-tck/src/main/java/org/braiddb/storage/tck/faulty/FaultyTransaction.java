package org.braiddb.storage.tck.faulty;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.tck.decorator.Calls;
import org.braiddb.storage.tck.decorator.DecoratedTransaction;

/** A transaction some of whose calls fail; those for savepoints only for want of memory. */
final class FaultyTransaction extends DecoratedTransaction {
  private final Calls calls;
  private final Faults faults;

  FaultyTransaction(Transaction transaction, Calls calls, Faults faults) {
    super(transaction, calls);
    this.calls = calls;
    this.faults = faults;
  }

  @Override
  protected Cursor decorate(Tree tree, Cursor cursor) {
    return new FaultyCursor(cursor, calls);
  }

  @Override
  public void rollbackTo(int savepoint) {
    faults.mayFillHeap("rollbackTo");
    super.rollbackTo(savepoint);
  }
}
