package org.braiddb.storage.tck.checked;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.braiddb.storage.tck.decorator.DecoratedTransaction;

/** A transaction that one thread at a time may be inside of. */
final class CheckedTransaction extends DecoratedTransaction {
  private final CheckedStore store;
  private final Alone alone;
  private final List<CheckedCursor> cursors = new ArrayList<>();

  CheckedTransaction(CheckedStore store, Transaction transaction, Alone alone) {
    super(transaction, alone);
    this.store = store;
    this.alone = alone;
  }

  Throwable begun() {
    return alone.begun();
  }

  /** Does something as if it were one call. */
  void alone(Runnable action) {
    alone.ask(() -> {
      action.run();
      return this;
    });
  }

  /** The bytes of all cursors on this tree may change now. */
  void changing(long treeId) {
    for (CheckedCursor cursor : cursors) {
      if (cursor.treeId() == treeId) {
        cursor.spoilBytes();
      }
    }
  }

  void closed(CheckedCursor cursor) {
    cursors.remove(cursor);
  }

  private void end() {
    cursors.forEach(cursor -> store.leftOpen(cursor.opened()));
    cursors.forEach(CheckedCursor::spoilBytes);
    cursors.clear();
    store.ended(this);
  }

  @Override
  protected Cursor decorate(Tree tree, Cursor cursor) {
    CheckedCursor checked = new CheckedCursor(this, alone, tree.id(), cursor);
    cursors.add(checked);
    return checked;
  }

  @Override
  public void dropTree(Tree tree) {
    changing(tree.id());
    super.dropTree(tree);
  }

  @Override
  public long clearTree(Tree tree) {
    changing(tree.id());
    return super.clearTree(tree);
  }

  @Override
  public void rollbackTo(int savepoint) {
    cursors.forEach(CheckedCursor::spoilBytes);
    super.rollbackTo(savepoint);
  }

  @Override
  public boolean rest() {
    cursors.forEach(CheckedCursor::spoilBytes);
    return super.rest();
  }

  @Override
  public long commit() {
    return alone.ask(() -> {
      long commit = super.commit();
      end();
      return commit;
    });
  }

  @Override
  public void close() {
    alone(() -> {
      super.close();
      end();
    });
  }
}
