package org.braiddb.storage.file.transaction;
import java.util.List;
import java.util.function.Consumer;
import org.braiddb.storage.*;
import org.braiddb.storage.record.*;
public final class TransactionTrees {
  TransactionTrees(TransactionPages pages, PageObserver observer) {}
  void checkFormatIsWritable() {}
  long create(TreeKind kind) { return 0; }
  void drop(Tree t) {}
  long clear(Tree t) { return 0; }
  long count(Tree t, CallLimits l) { return 0; }
  Cursor open(Tree t, boolean w) { throw new IllegalStateException(); }
  Rowids rowids() { return new Rowids(); }
  void forgetPositions() {}
  void close() {}
  public void check(List<Tree> trees, int max, Consumer<String> f) {}
  static final class Rowids {
    long allocate(Tree.Table t) { return 1; }
    long allocate(Tree.Table t, Transaction.AutoIncrement s, TextEncoding e) { return 1; }
    void record(Transaction.AutoIncrement s, long r, TextEncoding e) {}
  }
}
