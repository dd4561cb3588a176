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
}
