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

  private static final int MAP_ENTRY_SIZE = 5;

  /** How many pages a file of so many bytes has, the last of them perhaps in part. */
  public int pagesIn(long bytes) {
    return (int) ((bytes + pageSize - 1) / pageSize);
  }

  /** The page that is skipped. */
  public int lockBytePage() {
    return (int) (LOCK_BYTE / pageSize) + 1;
  }

  /** Whether an auto-vacuum database has a page of its pointer map here. */
  boolean isPointerMap(int page) {
    return page > 1 && page == pointerMap(page);
  }

  /**
   * Whether no content is ever in a page: it holds the lock bytes, or is one of the pointer map.
   *
   * @param autoVacuum whether there is a pointer map
   */
  boolean isReserved(int page, boolean autoVacuum) {
    return page == lockBytePage() || autoVacuum && isPointerMap(page);
  }

  /** The page of an auto-vacuum database's pointer map that has the entry of a page from 2 on. */
  int pointerMap(int page) {
    int group = usableSize / MAP_ENTRY_SIZE + 1;
    int map = (page - 2) / group * group + 2;
    return map == lockBytePage() ? map + 1 : map;
  }

  /** Where in that page the entry is. */
  static int pointerMapOffset(int map, int page) {
    return MAP_ENTRY_SIZE * (page - map - 1);
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
