package org.braiddb.storage.file.btree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageSource;

/**
 * Pages in memory, as hostile as the contract allows: new pages have provisional numbers and
 * garbage in them, a second write of a page may move it, and what was read before a write is
 * spoilt.
 */
final class MemoryPages implements PageSource {
  private final int pageSize;
  private final int reserved;
  private final Map<Integer, byte[]> published = new HashMap<>();
  private final Map<Integer, byte[]> written = new HashMap<>();
  private final List<Integer> free = new ArrayList<>();
  final Set<Integer> touched = new HashSet<>();
  final Set<Integer> changed = new HashSet<>();
  private final boolean provisional;
  private final boolean moving;
  private int nextPage = 2;
  private int pages = 1;

  MemoryPages(int pageSize, int reserved, boolean provisional, boolean moving) {
    this.pageSize = pageSize;
    this.reserved = reserved;
    this.provisional = provisional;
    this.moving = moving;
    byte[] first = new byte[pageSize];
    DatabaseHeader.initialize(first, pageSize, reserved, 1);
    published.put(1, first);
  }

  /** A file's pages, unchanged so far. */
  static MemoryPages of(byte[] file) {
    int pageSize = DatabaseHeader.pageSize(file);
    MemoryPages pages = new MemoryPages(pageSize, DatabaseHeader.reserved(file), false, false);
    pages.pages = file.length / pageSize;
    pages.nextPage = pages.pages + 1;
    for (int i = 0; i < pages.pages; i++) {
      pages.published.put(i + 1, Arrays.copyOfRange(file, i * pageSize, (i + 1) * pageSize));
    }
    return pages;
  }

  @Override
  public String description() {
    return "memory";
  }

  @Override
  public int pageSize() {
    return pageSize;
  }

  @Override
  public int usableSize() {
    return pageSize - reserved;
  }

  @Override
  public int pageCount() {
    return pages;
  }

  @Override
  public byte[] read(int page) {
    byte[] image = written.get(page);
    if (image == null) {
      image = published.get(page);
    }
    if (image == null) {
      throw CorruptException.at("memory", page, 0, "a page of the database", "none");
    }
    return image;
  }

  @Override
  public byte[] write(int page) {
    changed.add(page);
    byte[] image = read(page);
    if (written.containsKey(page) && !moving) {
      return image;
    }
    byte[] copy = image.clone();
    if (written.put(page, copy) != null) {
      Arrays.fill(image, (byte) 0xee);
    }
    return copy;
  }

  @Override
  public int allocate() {
    int page = free.isEmpty() ? provisional ? -nextPage++ : nextPage++ : free.removeLast();
    byte[] garbage = new byte[pageSize];
    Arrays.fill(garbage, (byte) 0xdd);
    written.put(page, garbage);
    pages++;
    return page;
  }

  @Override
  public void free(int page) {
    read(page);
    changed.add(page);
    byte[] gone = written.remove(page);
    if (gone != null && moving) {
      Arrays.fill(gone, (byte) 0xcc);
    }
    published.remove(page);
    free.add(page);
    pages--;
  }

  @Override
  public void touched(int page) {
    read(page);
    touched.add(page);
  }

  /** Every page that exists. */
  Set<Integer> livePages() {
    Set<Integer> live = new HashSet<>(published.keySet());
    live.addAll(written.keySet());
    return live;
  }

  int freeCount() {
    return free.size();
  }

  /** The database file, with the free pages left out: only where none is free. */
  byte[] image() {
    byte[] file = new byte[pages * pageSize];
    for (int page = 1; page <= pages; page++) {
      System.arraycopy(read(page), 0, file, (page - 1) * pageSize, pageSize);
    }
    DatabaseHeader.setField(file, DatabaseHeader.PAGE_COUNT_OFFSET, pages);
    return file;
  }
}
