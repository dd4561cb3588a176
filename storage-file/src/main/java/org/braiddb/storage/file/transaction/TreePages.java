package org.braiddb.storage.file.transaction;

import org.braiddb.storage.file.concurrency.TreeControl;
import org.braiddb.storage.file.page.KeyPlaces;
import org.braiddb.storage.file.page.PageSource;

/** The pages of a transaction as one tree's B-tree sees them. */
final class TreePages implements PageSource {
  private final TransactionPages pages;
  private final TreeControl control;
  private final boolean followsReads;
  private final PageRole node;
  private final PageRole overflow;

  TreePages(TransactionPages pages, TreeControl control, long tree) {
    this.node = new PageRole(tree, false);
    this.overflow = new PageRole(tree, true);
    this.pages = pages;
    this.control = control;
    this.followsReads = control.followsReads();
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
    if (followsReads && page > 0) {
      control.pageRead(page);
    }
    return pages.read(page);
  }

  @Override
  public void readTogether(int[] numbers, int count, byte[][] images) {
    if (followsReads) {
      PageSource.super.readTogether(numbers, count, images);
    } else {
      pages.readTogether(numbers, count, images);
    }
  }

  @Override
  public KeyPlaces keyPlaces() {
    return pages.keyPlaces();
  }

  @Override
  public byte[] write(int page) {
    touched(page);
    return pages.write(page, node);
  }

  @Override
  public byte[] writeOverflow(int page) {
    touched(page);
    return pages.write(page, overflow);
  }

  /** Where reads are followed, the page has been read: that is what it is, to others. */
  @Override
  public void unchanged(int page) {
    if (!followsReads) {
      touched(page);
    }
  }

  @Override
  public int allocate() {
    int page = pages.allocate(node);
    touched(page);
    return page;
  }

  @Override
  public int allocateOverflow() {
    int page = pages.allocate(overflow);
    touched(page);
    return page;
  }

  @Override
  public void free(int page) {
    touched(page);
    pages.free(page, node.tree());
  }

  @Override
  public void changeBegins(boolean read) {
    if (read) {
      pages.imagesMayBeRead();
    }
    pages.spillExcess();
  }

  @Override
  public void touched(int page) {
    if (page > 0) {
      control.pageTouched(page);
    }
  }
}
