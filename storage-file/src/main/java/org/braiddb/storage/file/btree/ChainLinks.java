package org.braiddb.storage.file.btree;

import org.braiddb.storage.file.page.PageSource;

/**
 * Follows the links of a chain of overflow pages: refuses those out of range, and loops. Brent's
 * algorithm needs no memory of the pages seen.
 */
final class ChainLinks {
  private final PageSource source;
  private int tortoise;
  private int steps;
  private int leap;

  ChainLinks(PageSource source) {
    this.source = source;
    begin();
  }

  /** Begins with another chain. */
  void begin() {
    tortoise = 0;
    steps = 0;
    leap = 1;
  }

  /** The next link of the chain leads to a page. */
  void follow(int pointedFrom, int page) {
    OverflowChain.checkPage(source, pointedFrom, page);
    if (page == tortoise) {
      throw Corruption.at(source, pointedFrom, 0, "a chain without a loop", page);
    }
    if (++steps == leap) {
      tortoise = page;
      leap *= 2;
      steps = 0;
    }
  }
}
