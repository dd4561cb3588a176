package org.braiddb.storage.file.btree;

import org.braiddb.storage.CorruptException;
import org.braiddb.storage.file.page.PageSource;

/** Words for damage found in a tree's pages. */
final class Corruption {
  private Corruption() {}

  static CorruptException at(
      PageSource source, int page, int offset, String expected, String found) {
    return CorruptException.at(source.description(), page, offset, expected, found);
  }

  static CorruptException at(PageSource source, int page, int offset, String expected, long found) {
    return at(source, page, offset, expected, Long.toString(found));
  }

  /**
   * Reads a page that another refers to. Numbers below 0 are those of pages that a transaction has
   * made; where there is none of the number, the reference is damaged.
   */
  static byte[] read(PageSource source, int page, int pointedFrom, int offset) {
    try {
      return source.read(page);
    } catch (CorruptException e) {
      if (page > 0 && page <= source.pageCount()) {
        throw e;
      }
      CorruptException placed =
          at(
              source,
              pointedFrom,
              offset,
              "a page from 1 to " + source.pageCount(),
              Integer.toUnsignedLong(page));
      placed.addSuppressed(e);
      throw placed;
    }
  }
}
