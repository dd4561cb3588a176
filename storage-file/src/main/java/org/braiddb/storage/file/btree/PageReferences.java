package org.braiddb.storage.file.btree;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.file.page.PageSource;

/**
 * Which pages an integrity check has met: invariant T3, every page is referenced once. One is
 * shared by the checks of all trees and of the free list.
 */
public final class PageReferences {
  private final PageSource source;
  private final BitSet numbered = new BitSet();
  private final Set<Integer> provisional = new HashSet<>();

  /** No references yet. */
  public PageReferences(PageSource source) {
    this.source = source;
  }

  /**
   * Records a reference.
   *
   * @param prefix what each message begins with: where the reference is
   * @return whether the page exists and this is the first reference to it; otherwise the report
   *     says what is wrong
   */
  public boolean add(int page, String prefix, IntegrityReport report) {
    if (!exists(page)) {
      report.add(prefix + "invalid page number " + Integer.toUnsignedString(page));
      return false;
    }
    if (contains(page)) {
      report.add(prefix + "2nd reference to page " + page);
      return false;
    }
    if (page > 0) {
      numbered.set(page);
    } else {
      provisional.add(page);
    }
    return true;
  }

  /** Whether a page has been referenced. */
  public boolean contains(int page) {
    return page > 0 ? numbered.get(page) : provisional.contains(page);
  }

  private boolean exists(int page) {
    if (page >= 0) {
      return page != 0 && page <= source.pageCount();
    }
    try {
      source.read(page);
      return true;
    } catch (CorruptException e) {
      return false; // the answer to the question: no such provisional page
    }
  }
}
