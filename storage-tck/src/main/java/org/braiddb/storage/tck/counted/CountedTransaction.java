package org.braiddb.storage.tck.counted;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.tck.decorator.DecoratedTransaction;

/** A transaction whose cursors count what is called on them, and are counted themselves. */
final class CountedTransaction extends DecoratedTransaction {
  private final CallCounts counts;

  CountedTransaction(Transaction transaction, CallCounts counts) {
    super(transaction, new CountedCalls(counts, ""));
    this.counts = counts;
  }

  @Override
  protected Cursor decorate(Tree tree, Cursor cursor) {
    counts.add(tree.name(), "open");
    return new CountedCursor(cursor, new CountedCalls(counts, tree.name()));
  }
}
