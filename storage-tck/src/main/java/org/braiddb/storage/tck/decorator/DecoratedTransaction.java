package org.braiddb.storage.tck.decorator;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;

/** A transaction that asks another; every call goes through one of {@link Calls}' two doors. */
public abstract class DecoratedTransaction implements Transaction {
  private final Transaction transaction;
  private final Calls calls;

  /** Decorates a transaction. */
  protected DecoratedTransaction(Transaction transaction, Calls calls) {
    this.transaction = transaction;
    this.calls = calls;
  }

  /** The engine's own transaction for a decorated one; any other as it is. */
  static Transaction undecorated(Transaction transaction) {
    return transaction instanceof DecoratedTransaction decorated
        ? decorated.transaction
        : transaction;
  }

  /**
   * Decorates a cursor on a tree.
   *
   * @param cursor the engine's own
   */
  protected abstract Cursor decorate(Tree tree, Cursor cursor);

  @Override
  public Cursor open(Tree tree, boolean write) {
    return calls.make("open", () -> decorate(tree, transaction.open(tree, write)));
  }

  @Override
  public TransactionMode mode() {
    return calls.ask(() -> transaction.mode());
  }

  @Override
  public TextEncoding encoding() {
    return calls.ask(() -> transaction.encoding());
  }

  @Override
  public long snapshot() {
    return calls.make("snapshot", () -> transaction.snapshot());
  }

  @Override
  public boolean writable() {
    return calls.ask(() -> transaction.writable());
  }

  @Override
  public void makeWritable() {
    calls.make("makeWritable", () -> transaction.makeWritable());
  }

  @Override
  public long createTree(TreeKind kind) {
    return calls.make("createTree", () -> transaction.createTree(kind));
  }

  @Override
  public void dropTree(Tree tree) {
    calls.make("dropTree", () -> transaction.dropTree(tree));
  }

  @Override
  public boolean ownsCatalogue() {
    return calls.ask(() -> transaction.ownsCatalogue());
  }

  @Override
  public long clearTree(Tree tree) {
    return calls.make("clearTree", () -> transaction.clearTree(tree));
  }

  @Override
  public long count(Tree tree) {
    return calls.make("count", () -> transaction.count(tree));
  }

  @Override
  public long allocateRowid(Tree.Table table) {
    return calls.make("allocateRowid", () -> transaction.allocateRowid(table));
  }

  @Override
  public int allocateRowids(Tree.Table table, long[] rowids, int count) {
    return calls.make("allocateRowids", () -> transaction.allocateRowids(table, rowids, count));
  }

  @Override
  public long allocateRowid(Tree.Table table, AutoIncrement sequence) {
    return calls.make("allocateRowid", () -> transaction.allocateRowid(table, sequence));
  }

  @Override
  public void recordRowid(AutoIncrement sequence, long rowid) {
    calls.make("recordRowid", () -> transaction.recordRowid(sequence, rowid));
  }

  @Override
  public int metadata(Metadata field) {
    return calls.make("metadata", () -> transaction.metadata(field));
  }

  @Override
  public void setMetadata(Metadata field, int value) {
    calls.make("setMetadata", () -> transaction.setMetadata(field, value));
  }

  @Override
  public int savepoint() {
    return calls.ask(() -> transaction.savepoint());
  }

  @Override
  public void rollbackTo(int savepoint) {
    calls.tell(() -> transaction.rollbackTo(savepoint));
  }

  @Override
  public void release(int savepoint) {
    calls.tell(() -> transaction.release(savepoint));
  }

  @Override
  public void requireRow(Tree.Table parent, long rowid) {
    calls.make("requireRow", () -> transaction.requireRow(parent, rowid));
  }

  @Override
  public void requireKey(Tree parent, SearchKey key) {
    calls.make("requireKey", () -> transaction.requireKey(parent, key));
  }

  @Override
  public void changeDefinition(String objectName) {
    calls.make("changeDefinition", () -> transaction.changeDefinition(objectName));
  }

  @Override
  public void readDefinitions() {
    calls.make("readDefinitions", () -> transaction.readDefinitions());
  }

  @Override
  public long commit() {
    return calls.make("commit", () -> transaction.commit());
  }

  @Override
  public void prepareCommit() {
    calls.make("prepareCommit", () -> transaction.prepareCommit());
  }

  @Override
  public void withdrawCommit() {
    calls.tell(() -> transaction.withdrawCommit());
  }

  @Override
  public boolean rest() {
    return calls.ask(() -> transaction.rest());
  }

  @Override
  public boolean resume(long atLeast) {
    return calls.make("resume", () -> transaction.resume(atLeast));
  }

  @Override
  public void close() {
    calls.tell(() -> transaction.close());
  }
}
