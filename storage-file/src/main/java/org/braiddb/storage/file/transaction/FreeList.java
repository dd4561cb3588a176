package org.braiddb.storage.file.transaction;

import static org.braiddb.storage.file.page.DatabaseHeader.FREELIST_COUNT_OFFSET;
import static org.braiddb.storage.file.page.DatabaseHeader.FREELIST_TRUNK_OFFSET;

import java.util.BitSet;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;

/**
 * The database's free list, kept in private pages like everything else, so that a savepoint undoes
 * allocations too. This is right for a transaction that holds the writer lock: nobody else
 * allocates.
 */
final class FreeList {
  private final TransactionPages pages;
  private final PageFormat format;

  /** Pages freed here and not taken again, to notice a page that two pointers lead to (T3). */
  private final PageSet freed = new PageSet();

  FreeList(TransactionPages pages, PageFormat format) {
    this.pages = pages;
    this.format = format;
  }

  /** Takes a page from the list or beyond the end of the database. */
  int allocate() {
    int trunk = DatabaseHeader.field(pages.read(1), FREELIST_TRUNK_OFFSET);
    int page = trunk == 0 ? pages.extend() : take(trunk);
    freed.remove(page);
    return page;
  }

  private int take(int trunk) {
    check(trunk, 1, FREELIST_TRUNK_OFFSET);
    byte[] bytes = pages.read(trunk);
    int leaves = PageBytes.i32(bytes, 4);
    if (leaves < 0 || leaves > format.trunkMaximum()) {
      throw CorruptException.at(
          format.description(),
          trunk,
          4,
          "at most " + format.trunkMaximum() + " free-list leaves",
          Integer.toString(leaves));
    }
    byte[] page1 = pages.write(1, PageRole.NONE);
    int free = DatabaseHeader.field(page1, FREELIST_COUNT_OFFSET);
    DatabaseHeader.setField(page1, FREELIST_COUNT_OFFSET, Math.max(0, free - 1));
    if (leaves == 0) {
      DatabaseHeader.setField(page1, FREELIST_TRUNK_OFFSET, PageBytes.i32(bytes, 0));
      return trunk;
    }
    int page = PageBytes.i32(bytes, 8 + 4 * (leaves - 1));
    check(page, trunk, 8 + 4 * (leaves - 1));
    PageBytes.putI32(pages.write(trunk, PageRole.NONE), 4, leaves - 1);
    return page;
  }

  /** Takes a page out of the list, if it is in it; its content is then undefined. */
  boolean takeExactly(int page) {
    int before = 1;
    int link = FREELIST_TRUNK_OFFSET;
    int steps = 0;
    while (true) {
      int trunk = PageBytes.i32(pages.read(before), link);
      if (trunk == 0) {
        return false;
      }
      check(trunk, before, link);
      if (++steps > pages.pageCount()) {
        throw endless(trunk, before, link);
      }
      byte[] bytes = pages.read(trunk);
      int leaves = Math.clamp(PageBytes.i32(bytes, 4), 0, format.trunkMaximum());
      if (trunk == page) {
        replaceTrunk(before, link, trunk, bytes, leaves);
        break;
      }
      int index = 0;
      while (index < leaves && PageBytes.i32(bytes, 8 + 4 * index) != page) {
        index++;
      }
      if (index < leaves) {
        byte[] written = pages.write(trunk, PageRole.NONE);
        PageBytes.putI32(written, 8 + 4 * index, PageBytes.i32(written, 4 + 4 * leaves));
        PageBytes.putI32(written, 4, leaves - 1);
        break;
      }
      before = trunk;
      link = 0;
    }
    pages.forget(page);
    freed.remove(page);
    byte[] page1 = pages.write(1, PageRole.NODE);
    int count = DatabaseHeader.field(page1, FREELIST_COUNT_OFFSET);
    DatabaseHeader.setField(page1, FREELIST_COUNT_OFFSET, Math.max(0, count - 1));
    return true;
  }

  /** Makes the last leaf of a trunk the trunk in its place, or leaves it out where it has none. */
  private void replaceTrunk(int before, int link, int trunk, byte[] old, int leaves) {
    int successor = PageBytes.i32(old, 0);
    if (leaves > 0) {
      int leaf = PageBytes.i32(old, 4 + 4 * leaves);
      check(leaf, trunk, 4 + 4 * leaves);
      byte[] bytes = pages.writeFresh(leaf, PageRole.NONE);
      System.arraycopy(old, 0, bytes, 0, 8 + 4 * (leaves - 1));
      PageBytes.putI32(bytes, 4, leaves - 1);
      successor = leaf;
    }
    PageBytes.putI32(
        pages.write(before, before == 1 ? PageRole.NODE : PageRole.NONE), link, successor);
  }

  /** A link of the list that leads back, and where it is. */
  private CorruptException endless(int trunk, int before, int link) {
    return CorruptException.at(
        format.description(),
        before,
        link,
        "a free list without a loop",
        "page " + trunk + " again");
  }

  /** Checks a page number of the list, and knows where it is. */
  private void check(int page, int holder, int offset) {
    if (page < 2 || page > pages.pageCount()) {
      throw CorruptException.at(
          format.description(),
          holder,
          offset,
          "a free page from 2 to " + pages.pageCount(),
          Integer.toUnsignedString(page));
    }
  }

  /** Appends a page to the list. */
  void free(int page) {
    byte[] page1 = pages.write(1, PageRole.NONE);
    int trunk = DatabaseHeader.field(page1, FREELIST_TRUNK_OFFSET);
    if (trunk == page || !freed.add(page)) {
      throw CorruptException.at(
          format.description(),
          page,
          0,
          "a page that one pointer leads to",
          "one that is in the free list already");
    }
    DatabaseHeader.setField(
        page1, FREELIST_COUNT_OFFSET, DatabaseHeader.field(page1, FREELIST_COUNT_OFFSET) + 1);
    if (trunk != 0) {
      check(trunk, 1, FREELIST_TRUNK_OFFSET);
      int leaves = PageBytes.i32(pages.read(trunk), 4);
      if (leaves >= 0 && leaves < format.trunkCapacity()) {
        byte[] bytes = pages.write(trunk, PageRole.NONE);
        PageBytes.putI32(bytes, 8 + 4 * leaves, page);
        PageBytes.putI32(bytes, 4, leaves + 1);
        pages.forget(page);
        return;
      }
    }
    byte[] bytes = pages.writeFresh(page, PageRole.NONE);
    PageBytes.putI32(bytes, 0, trunk);
    DatabaseHeader.setField(page1, FREELIST_TRUNK_OFFSET, page);
  }

  /** Cuts free pages off the end of the database; those between others stay in the list. */
  void cutTail() {
    BitSet free = all();
    boolean autoVacuum = PointerMap.isKept(pages);
    int last = pages.pageCount();
    while (last > 1 && (free.get(last) || format.isReserved(last, autoVacuum))) {
      if (!free.get(last)) {
        pages.forget(last);
      }
      last--;
    }
    if (last < pages.pageCount()) {
      rebuild(free, last);
    }
  }

  /**
   * Makes the list anew.
   *
   * @param free the pages in it; those that are no longer part of the database are left out
   * @param last the database's last page from now on
   */
  void rebuild(BitSet free, int last) {
    byte[] page1 = pages.write(1, PageRole.NONE);
    DatabaseHeader.setField(page1, FREELIST_TRUNK_OFFSET, 0);
    DatabaseHeader.setField(page1, FREELIST_COUNT_OFFSET, 0);
    freed.clear();
    for (int page = free.nextSetBit(last + 1); page >= 0; page = free.nextSetBit(page + 1)) {
      pages.forget(page);
    }
    pages.cutTo(last);
    // The list is made anew, the highest first: the lowest is then taken first.
    for (int page = free.previousSetBit(last); page >= 0; page = free.previousSetBit(page - 1)) {
      free(page);
    }
  }

  /** All pages in the list. */
  BitSet all() {
    BitSet free = new BitSet();
    int trunk = DatabaseHeader.field(pages.read(1), FREELIST_TRUNK_OFFSET);
    int before = 1;
    int link = FREELIST_TRUNK_OFFSET;
    while (trunk != 0) {
      check(trunk, before, link);
      if (free.get(trunk)) {
        throw endless(trunk, before, link);
      }
      free.set(trunk);
      byte[] bytes = pages.read(trunk);
      int leaves = Math.clamp(PageBytes.i32(bytes, 4), 0, format.trunkMaximum());
      for (int i = 0; i < leaves; i++) {
        int leaf = PageBytes.i32(bytes, 8 + 4 * i);
        check(leaf, trunk, 8 + 4 * i);
        free.set(leaf);
      }
      before = trunk;
      link = 0;
      trunk = PageBytes.i32(bytes, 0);
    }
    return free;
  }

  /** Forgets what is known beyond the pages: they were rolled back. */
  void forgetFreed() {
    freed.clear();
  }
}
