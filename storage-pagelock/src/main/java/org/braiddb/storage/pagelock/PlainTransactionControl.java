package org.braiddb.storage.pagelock;

import org.braiddb.storage.Tree;
import org.braiddb.storage.file.concurrency.PageBitmap;
import org.braiddb.storage.file.concurrency.TransactionControl;
import org.braiddb.storage.file.concurrency.TreeControl;

/** Follows a plain writer: concurrent transactions are validated against what it changed. */
final class PlainTransactionControl implements TransactionControl, TreeControl {
  private final PageHistory history;
  private final PageBitmap changed = new PageBitmap();

  PlainTransactionControl(PageHistory history) {
    this.history = history;
  }

  @Override
  public TreeControl tree(Tree tree) {
    return this;
  }

  @Override
  public void pageTouched(int page) {
    changed.add(page);
  }

  @Override
  public void staged(long commit, int[] pages) {
    history.record(commit, pages, changed);
  }
}
