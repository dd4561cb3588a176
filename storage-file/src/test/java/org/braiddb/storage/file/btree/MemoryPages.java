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
import org.braiddb.storage.file.page.KeyPlaces;
import org.braiddb.storage.file.page.PageBytes;
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
  private final KeyPlaces keyPlaces = new KeyPlaces();
  private int nextPage = 2;

  /** Runs before a page is allocated. */
  private Runnable beforeAllocation = () -> {};

  private int writes;

  MemoryPages(int pageSize, int reserved, boolean provisional, boolean moving) {
    this.pageSize = pageSize;
    this.reserved = reserved;
    this.provisional = provisional;
    this.moving = moving;
    keyPlaces.limit(1 << 12);
    byte[] first = new byte[pageSize];
    DatabaseHeader.initialize(first, pageSize, reserved, 1);
    published.put(1, first);
  }

  /** A file's pages, unchanged so far. */
  static MemoryPages of(byte[] file) {
    int pageSize = DatabaseHeader.pageSize(file);
    MemoryPages pages = new MemoryPages(pageSize, DatabaseHeader.reserved(file), false, false);
    pages.nextPage = file.length / pageSize + 1;
    for (int i = 0; i < pages.nextPage - 1; i++) {
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
    return nextPage - 1;
  }

  @Override
  public KeyPlaces keyPlaces() {
    return keyPlaces;
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
    writes++;
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

  /** How often a page was asked for to be changed. */
  int writes() {
    return writes;
  }

  /** What is to happen before each page that is allocated from now on. */
  void failToAllocate(Runnable failure) {
    beforeAllocation = failure;
  }

  @Override
  public int allocate() {
    beforeAllocation.run();
    int page = free.isEmpty() ? provisional ? -nextPage++ : nextPage++ : free.removeLast();
    byte[] garbage = new byte[pageSize];
    Arrays.fill(garbage, (byte) 0xdd);
    written.put(page, garbage);
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

  /** The database file, in rollback-journal mode, free pages in a free list. */
  byte[] image() {
    int size = nextPage - 1;
    byte[] file = new byte[size * pageSize];
    for (int page : livePages()) {
      System.arraycopy(read(page), 0, file, (page - 1) * pageSize, pageSize);
    }
    file[DatabaseHeader.WRITE_VERSION_OFFSET] = DatabaseHeader.VERSION_LEGACY;
    file[DatabaseHeader.READ_VERSION_OFFSET] = DatabaseHeader.VERSION_LEGACY;
    DatabaseHeader.setField(file, DatabaseHeader.PAGE_COUNT_OFFSET, size);
    DatabaseHeader.setField(file, DatabaseHeader.FREELIST_COUNT_OFFSET, free.size());
    int link = DatabaseHeader.FREELIST_TRUNK_OFFSET;
    int perTrunk = usableSize() / 4 - 8;
    for (int i = 0; i < free.size(); ) {
      int leaves = Math.min(perTrunk, free.size() - i - 1);
      PageBytes.putI32(file, link, free.get(i));
      link = (free.get(i++) - 1) * pageSize;
      PageBytes.putI32(file, link + 4, leaves);
      for (int leaf = 0; leaf < leaves; leaf++) {
        PageBytes.putI32(file, link + 8 + 4 * leaf, free.get(i++));
      }
    }
    return file;
  }
}
