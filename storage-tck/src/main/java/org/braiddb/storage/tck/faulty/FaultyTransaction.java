package org.braiddb.storage.tck.faulty;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.tck.decorator.Calls;
import org.braiddb.storage.tck.decorator.DecoratedTransaction;

/** A transaction some of whose calls fail; those for savepoints never do. */
final class FaultyTransaction extends DecoratedTransaction {
  private final Calls calls;

  FaultyTransaction(Transaction transaction, Calls calls) {
    super(transaction, calls);
    this.calls = calls;
  }

  @Override
  protected Cursor decorate(Tree tree, Cursor cursor) {
    return new FaultyCursor(cursor, calls);
  }
}
