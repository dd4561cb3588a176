package org.braiddb.storage.file.transaction;

import org.braiddb.storage.file.page.PageSource;

/** The pages of a transaction as one tree's B-tree sees them. */
final class TreePages implements PageSource {
  private final TransactionPages pages;
  private final PageObserver observer;
  private final long tree;

  TreePages(TransactionPages pages, PageObserver observer, long tree) {
    this.pages = pages;
    this.observer = observer;
    this.tree = tree;
  }

  @Override
  public String description() {
    return pages.format().description();
  }

  @Override
  public int pageSize() {
    return pages.format().pageSize();
  }

  @Override
  public int usableSize() {
    return pages.format().usableSize();
  }

  @Override
  public int pageCount() {
    return pages.pageCount();
  }

  @Override
  public byte[] read(int page) {
    return pages.read(page);
  }

  @Override
  public byte[] write(int page) {
    observer.touched(tree, page);
    return pages.write(page);
  }

  @Override
  public int allocate() {
    int page = pages.allocate();
    observer.touched(tree, page);
    return page;
  }

  @Override
  public void free(int page) {
    observer.touched(tree, page);
    pages.free(page);
  }

  @Override
  public void changeBegins() {
    pages.spillExcess();
  }

  @Override
  public void touched(int page) {
    observer.touched(tree, page);
  }
}
