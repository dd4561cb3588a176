package org.braiddb.storage.tck.faulty;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;

/** A transaction some of whose calls fail; those for savepoints never do. */
final class FaultyTransaction implements Transaction {
  private final Transaction transaction;
  private final Faults faults;

  FaultyTransaction(Transaction transaction, Faults faults) {
    this.transaction = transaction;
    this.faults = faults;
  }

  @Override
  public Cursor open(Tree tree, boolean write) {
    faults.mayFail("open");
    return new FaultyCursor(transaction.open(tree, write), faults);
  }

  /** The engine's own transaction. */
  Transaction transaction() {
    return transaction;
  }

  @Override
  public TransactionMode mode() {
    return transaction.mode();
  }

  @Override
  public TextEncoding encoding() {
    return transaction.encoding();
  }

  @Override
  public long snapshot() {
    faults.mayFail("snapshot");
    return transaction.snapshot();
  }

  @Override
  public boolean writable() {
    return transaction.writable();
  }

  @Override
  public void makeWritable() {
    faults.mayFail("makeWritable");
    transaction.makeWritable();
  }

  @Override
  public long createTree(TreeKind kind) {
    faults.mayFail("createTree");
    return transaction.createTree(kind);
  }

  @Override
  public void dropTree(Tree tree) {
    faults.mayFail("dropTree");
    transaction.dropTree(tree);
  }

  @Override
  public long clearTree(Tree tree) {
    faults.mayFail("clearTree");
    return transaction.clearTree(tree);
  }

  @Override
  public long count(Tree tree) {
    faults.mayFail("count");
    return transaction.count(tree);
  }

  @Override
  public long allocateRowid(Tree.Table table) {
    faults.mayFail("allocateRowid");
    return transaction.allocateRowid(table);
  }

  @Override
  public long allocateRowid(Tree.Table table, AutoIncrement sequence) {
    faults.mayFail("allocateRowid");
    return transaction.allocateRowid(table, sequence);
  }

  @Override
  public void recordRowid(AutoIncrement sequence, long rowid) {
    faults.mayFail("recordRowid");
    transaction.recordRowid(sequence, rowid);
  }

  @Override
  public int metadata(Metadata field) {
    faults.mayFail("metadata");
    return transaction.metadata(field);
  }

  @Override
  public void setMetadata(Metadata field, int value) {
    faults.mayFail("setMetadata");
    transaction.setMetadata(field, value);
  }

  @Override
  public int savepoint() {
    return transaction.savepoint();
  }

  @Override
  public void rollbackTo(int savepoint) {
    transaction.rollbackTo(savepoint);
  }

  @Override
  public void release(int savepoint) {
    transaction.release(savepoint);
  }

  @Override
  public void requireRow(Tree.Table parent, long rowid) {
    faults.mayFail("requireRow");
    transaction.requireRow(parent, rowid);
  }

  @Override
  public void requireKey(Tree parent, SearchKey key) {
    faults.mayFail("requireKey");
    transaction.requireKey(parent, key);
  }

  @Override
  public void changeDefinition(String objectName) {
    faults.mayFail("changeDefinition");
    transaction.changeDefinition(objectName);
  }

  @Override
  public void readDefinitions() {
    faults.mayFail("readDefinitions");
    transaction.readDefinitions();
  }

  @Override
  public long commit() {
    faults.mayFail("commit");
    return transaction.commit();
  }

  @Override
  public void prepareCommit() {
    faults.mayFail("prepareCommit");
    transaction.prepareCommit();
  }

  @Override
  public void withdrawCommit() {
    transaction.withdrawCommit();
  }

  @Override
  public void close() {
    transaction.close();
  }
}
