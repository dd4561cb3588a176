package org.braiddb.storage.file.transaction;

import org.braiddb.storage.record.TextEncoding;

/**
 * What is the same for all pages of a database.
 *
 * @param description names the database in messages
 * @param pageSize bytes in a page
 * @param usableSize bytes of them that are not reserved
 * @param encoding of text
 */
public record PageFormat(String description, int pageSize, int usableSize, TextEncoding encoding) {
  /** Where SQLite's lock bytes are; the page that holds them is never used. */
  private static final long LOCK_BYTE = 0x40000000L;

  /** The page that is skipped. */
  public int lockBytePage() {
    return (int) (LOCK_BYTE / pageSize) + 1;
  }

  /** Whether an auto-vacuum database has a page of its pointer map here. */
  boolean isPointerMap(int page) {
    if (page < 2) {
      return false;
    }
    int group = usableSize / 5 + 1;
    int map = (page - 2) / group * group + 2;
    return page == (map == lockBytePage() ? map + 1 : map);
  }

  /** How many leaves a free-list trunk takes; SQLite leaves six fewer than would fit unused. */
  int trunkCapacity() {
    return usableSize / 4 - 8;
  }

  /** The most leaves that a valid trunk can name. */
  int trunkMaximum() {
    return usableSize / 4 - 2;
  }
}
