package org.braiddb.storage.tck.checked;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** A transaction that one thread at a time may be inside of. */
final class CheckedTransaction implements Transaction {
  private final CheckedStore store;
  private final Transaction transaction;
  private final Throwable begun = new Throwable("begun here, by " + Thread.currentThread());
  private final AtomicReference<@Nullable Thread> inside = new AtomicReference<>();
  private final List<CheckedCursor> cursors = new ArrayList<>();

  CheckedTransaction(CheckedStore store, Transaction transaction) {
    this.store = store;
    this.transaction = transaction;
  }

  Throwable begun() {
    return begun;
  }

  /** The engine's own transaction. */
  Transaction unchecked() {
    return transaction;
  }

  /** Makes a call that nobody else may make meanwhile; from inside a call too. */
  <T> T alone(Supplier<T> call) {
    Thread thread = Thread.currentThread();
    Thread other = inside.compareAndExchange(null, thread);
    if (other == thread) {
      return call.get();
    }
    if (other != null) {
      throw new AssertionError(thread + " uses a transaction while " + other + " does", begun);
    }
    try {
      return call.get();
    } finally {
      inside.set(null);
    }
  }

  void alone(Runnable call) {
    alone(() -> {
      call.run();
      return "";
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
  public Cursor open(Tree tree, boolean write) {
    return alone(() -> {
      var cursor = new CheckedCursor(this, tree.id(), transaction.open(tree, write));
      cursors.add(cursor);
      return cursor;
    });
  }

  @Override
  public TransactionMode mode() {
    return alone(() -> transaction.mode());
  }

  @Override
  public TextEncoding encoding() {
    return alone(() -> transaction.encoding());
  }

  @Override
  public long snapshot() {
    return alone(() -> transaction.snapshot());
  }

  @Override
  public boolean writable() {
    return alone(() -> transaction.writable());
  }

  @Override
  public void makeWritable() {
    alone(() -> transaction.makeWritable());
  }

  @Override
  public long createTree(TreeKind kind) {
    return alone(() -> transaction.createTree(kind));
  }

  @Override
  public void dropTree(Tree tree) {
    changing(tree.id());
    alone(() -> transaction.dropTree(tree));
  }

  @Override
  public long clearTree(Tree tree) {
    changing(tree.id());
    return alone(() -> transaction.clearTree(tree));
  }

  @Override
  public long count(Tree tree) {
    return alone(() -> transaction.count(tree));
  }

  @Override
  public long allocateRowid(Tree.Table table) {
    return alone(() -> transaction.allocateRowid(table));
  }

  @Override
  public long allocateRowid(Tree.Table table, AutoIncrement sequence) {
    return alone(() -> transaction.allocateRowid(table, sequence));
  }

  @Override
  public void recordRowid(AutoIncrement sequence, long rowid) {
    alone(() -> transaction.recordRowid(sequence, rowid));
  }

  @Override
  public int metadata(Metadata field) {
    return alone(() -> transaction.metadata(field));
  }

  @Override
  public void setMetadata(Metadata field, int value) {
    alone(() -> transaction.setMetadata(field, value));
  }

  @Override
  public int savepoint() {
    return alone(() -> transaction.savepoint());
  }

  @Override
  public void rollbackTo(int savepoint) {
    cursors.forEach(CheckedCursor::spoilBytes);
    alone(() -> transaction.rollbackTo(savepoint));
  }

  @Override
  public void release(int savepoint) {
    alone(() -> transaction.release(savepoint));
  }

  @Override
  public void requireRow(Tree.Table parent, long rowid) {
    alone(() -> transaction.requireRow(parent, rowid));
  }

  @Override
  public void requireKey(Tree parent, SearchKey key) {
    alone(() -> transaction.requireKey(parent, key));
  }

  @Override
  public void changeDefinition(String objectName) {
    alone(() -> transaction.changeDefinition(objectName));
  }

  @Override
  public void readDefinitions() {
    alone(transaction::readDefinitions);
  }

  @Override
  public long commit() {
    return alone(() -> {
      long commit = transaction.commit();
      end();
      return commit;
    });
  }

  @Override
  public void prepareCommit() {
    alone(transaction::prepareCommit);
  }

  @Override
  public void withdrawCommit() {
    alone(transaction::withdrawCommit);
  }

  @Override
  public void close() {
    alone(() -> {
      transaction.close();
      end();
    });
  }
}
