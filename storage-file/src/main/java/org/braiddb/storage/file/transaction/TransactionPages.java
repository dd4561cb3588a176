package org.braiddb.storage.file.transaction;

import static org.braiddb.storage.file.page.DatabaseHeader.FREELIST_COUNT_OFFSET;
import static org.braiddb.storage.file.page.DatabaseHeader.FREELIST_TRUNK_OFFSET;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.file.cache.PageVersion;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one transaction: those of its snapshot, and private copies of what it changed.
 *
 * <p>The free list is kept in private pages like everything else, so that a savepoint undoes
 * allocations too. This is right for a transaction that holds the writer lock: nobody else
 * allocates.
 */
final class TransactionPages {
  private static final int SQLITE_VERSION = 3_054_001;
  private static final int MAXIMUM_PAGE_COUNT = 0x7ffffffe;

  private final SnapshotReader reader;
  private final PageFormat format;
  private final SpillPolicy spillPolicy;
  private @Nullable SpillFile spillFile;
  private final PrivatePages privatePages = new PrivatePages();
  private final UndoLog undo = new UndoLog();

  /** Pages freed here and not taken again, to notice a page that two pointers lead to (T3). */
  private final PageSet freed = new PageSet();

  private int[] savepointHandles = new int[4];
  private int[] savepointUndo = new int[4];
  private int[] savepointPageCounts = new int[4];
  private int depth;
  private int lastHandle;
  private int innermost;
  private long snapshot;
  private int pageCount;
  private int snapshotPageCount;

  TransactionPages(SnapshotReader reader, PageFormat format, SpillPolicy spillPolicy) {
    this.reader = reader;
    this.format = format;
    this.spillPolicy = spillPolicy;
  }

  PageFormat format() {
    return format;
  }

  /** Fixes what is read. */
  void open(long newSnapshot, int newPageCount) {
    snapshot = newSnapshot;
    pageCount = newPageCount;
    // Savepoints set before the first read lead back to the snapshot, which begins only now.
    Arrays.fill(savepointPageCounts, 0, depth, newPageCount);
    snapshotPageCount = newPageCount;
    // marks set before the first read go back to the snapshot, not to nothing
    Arrays.fill(savepointPageCounts, 0, depth, newPageCount);
  }

  int pageCount() {
    return pageCount;
  }

  boolean changed() {
    return privatePages.size() > 0 || pageCount != snapshotPageCount;
  }

  byte[] read(int page) {
    if (privatePages.size() > 0) {
      PrivatePage own = privatePages.get(page);
      if (own != null) {
        return privatePages.image(own);
      }
    }
    if (page < 1 || page > pageCount) {
      throw outside(page);
    }
    return reader.read(page, snapshot);
  }

  private CorruptException outside(int page) {
    return new CorruptException(
        "database disk image is malformed: "
            + format.description()
            + ": a reference leads to page "
            + page
            + ", expected 1 to "
            + pageCount);
  }

  byte[] write(int page) {
    PrivatePage own = privatePages.get(page);
    if (own == null) {
      byte[] copy = read(page).clone();
      if (depth > 0) {
        undo.push(page, null, 0);
      }
      privatePages.add(new PrivatePage(page, copy, innermost));
      return copy;
    }
    byte[] image = privatePages.writableImage(own);
    if (own.savepoint < innermost) {
      undo.push(page, image, own.savepoint);
      image = image.clone();
      own.image = image;
      own.savepoint = innermost;
    }
    return image;
  }

  /** A private page whose old content does not matter. */
  private byte[] writeFresh(int page) {
    byte[] image = new byte[format.pageSize()];
    PrivatePage own = privatePages.get(page);
    if (own == null) {
      if (depth > 0) {
        undo.push(page, null, 0);
      }
      privatePages.add(new PrivatePage(page, image, innermost));
      return image;
    }
    if (own.savepoint < innermost) {
      undo.push(page, privatePages.image(own), own.savepoint);
      own.savepoint = innermost;
    }
    privatePages.setImage(own, image);
    return image;
  }

  int allocate() {
    int trunk = DatabaseHeader.field(read(1), FREELIST_TRUNK_OFFSET);
    int page = trunk == 0 ? allocateAtEnd() : allocateFree(trunk);
    freed.remove(page);
    writeFresh(page);
    return page;
  }

  private int allocateAtEnd() {
    int page = pageCount + 1;
    if (page == format.lockBytePage()) {
      page++;
    }
    if (page > MAXIMUM_PAGE_COUNT) {
      throw new StoreFullException("database or disk is full: no page numbers are left");
    }
    pageCount = page;
    return page;
  }

  private int allocateFree(int trunk) {
    checkFreePage(trunk);
    byte[] bytes = read(trunk);
    int leaves = PageBytes.i32(bytes, 4);
    if (leaves < 0 || leaves > format.trunkMaximum()) {
      throw CorruptException.at(
          format.description(),
          trunk,
          4,
          "at most " + format.trunkMaximum() + " free-list leaves",
          Integer.toString(leaves));
    }
    byte[] page1 = write(1);
    int free = DatabaseHeader.field(page1, FREELIST_COUNT_OFFSET);
    DatabaseHeader.setField(page1, FREELIST_COUNT_OFFSET, Math.max(0, free - 1));
    if (leaves == 0) {
      DatabaseHeader.setField(page1, FREELIST_TRUNK_OFFSET, PageBytes.i32(bytes, 0));
      return trunk;
    }
    int page = PageBytes.i32(bytes, 8 + 4 * (leaves - 1));
    checkFreePage(page);
    PageBytes.putI32(write(trunk), 4, leaves - 1);
    return page;
  }

  private void checkFreePage(int page) {
    if (page < 2 || page > pageCount) {
      throw new CorruptException(
          "database disk image is malformed: "
              + format.description()
              + ": the free list names page "
              + page
              + ", expected 2 to "
              + pageCount);
    }
  }

  void free(int page) {
    if (page < 2 || page > pageCount) {
      throw outside(page);
    }
    byte[] page1 = write(1);
    int trunk = DatabaseHeader.field(page1, FREELIST_TRUNK_OFFSET);
    if (trunk == page || !freed.add(page)) {
      throw new CorruptException(
          "database disk image is malformed: "
              + format.description()
              + ": page "
              + page
              + " is freed and is in the free list already");
    }
    DatabaseHeader.setField(
        page1, FREELIST_COUNT_OFFSET, DatabaseHeader.field(page1, FREELIST_COUNT_OFFSET) + 1);
    if (trunk != 0) {
      checkFreePage(trunk);
      int leaves = PageBytes.i32(read(trunk), 4);
      if (leaves >= 0 && leaves < format.trunkCapacity()) {
        byte[] bytes = write(trunk);
        PageBytes.putI32(bytes, 8 + 4 * leaves, page);
        PageBytes.putI32(bytes, 4, leaves + 1);
        forget(page);
        return;
      }
    }
    byte[] bytes = writeFresh(page);
    PageBytes.putI32(bytes, 0, trunk);
    DatabaseHeader.setField(page1, FREELIST_TRUNK_OFFSET, page);
  }

  /** Drops the private copy of a page whose content no longer matters. */
  private void forget(int page) {
    PrivatePage own = privatePages.get(page);
    if (own == null) {
      return;
    }
    if (depth > 0 && own.savepoint < innermost) {
      undo.push(page, privatePages.image(own), own.savepoint);
    }
    privatePages.remove(page);
  }

  // ---- savepoints

  int savepoint() {
    if (depth == savepointHandles.length) {
      savepointHandles = Arrays.copyOf(savepointHandles, depth * 2);
      savepointUndo = Arrays.copyOf(savepointUndo, depth * 2);
      savepointPageCounts = Arrays.copyOf(savepointPageCounts, depth * 2);
    }
    innermost = ++lastHandle;
    savepointHandles[depth] = innermost;
    savepointUndo[depth] = undo.size();
    savepointPageCounts[depth++] = pageCount;
    return innermost;
  }

  /** The index of an open savepoint, or -1. */
  private int indexOf(int handle) {
    int index = depth - 1;
    while (index >= 0 && savepointHandles[index] != handle) {
      index--;
    }
    return index;
  }

  /** How much open savepoints have to put back. */
  int undoEntries() {
    return undo.size();
  }

  boolean isOpen(int handle) {
    return indexOf(handle) >= 0;
  }

  void rollbackTo(int handle) {
    int index = indexOf(handle);
    undo.rollback(savepointUndo[index], privatePages);
    freed.clear();
    pageCount = savepointPageCounts[index];
    depth = index + 1;
    innermost = handle;
  }

  void release(int handle) {
    int index = indexOf(handle);
    int enclosing = index == 0 ? 0 : savepointHandles[index - 1];
    undo.release(savepointUndo[index], enclosing);
    depth = index;
    innermost = enclosing;
  }

  // ---- the end

  /** The changed pages as versions to publish (T1), with page 1 brought up to date. */
  List<PageVersion> toVersions() {
    boolean legacy = read(1)[DatabaseHeader.WRITE_VERSION_OFFSET] != DatabaseHeader.VERSION_WAL;
    if (legacy || pageCount != snapshotPageCount || privatePages.get(1) != null) {
      byte[] page1 = write(1);
      page1[DatabaseHeader.WRITE_VERSION_OFFSET] = DatabaseHeader.VERSION_WAL;
      page1[DatabaseHeader.READ_VERSION_OFFSET] = DatabaseHeader.VERSION_WAL;
      int counter = DatabaseHeader.field(page1, DatabaseHeader.CHANGE_COUNTER_OFFSET) + 1;
      DatabaseHeader.setField(page1, DatabaseHeader.CHANGE_COUNTER_OFFSET, counter);
      DatabaseHeader.setField(page1, DatabaseHeader.VERSION_VALID_FOR_OFFSET, counter);
      DatabaseHeader.setField(page1, DatabaseHeader.PAGE_COUNT_OFFSET, pageCount);
      DatabaseHeader.setField(page1, DatabaseHeader.SQLITE_VERSION_OFFSET, SQLITE_VERSION);
    }
    List<PageVersion> versions = new ArrayList<>(privatePages.size());
    privatePages.forEach(own -> {
      PageVersion version = new PageVersion(own.page, 0, PageVersion.IN_MEMORY, own.image);
      SpillFile file = spillFile;
      if (own.image == null && file != null) {
        int slot = own.slot;
        version.spillTo(() -> file.read(slot));
      }
      versions.add(version);
    });
    return versions;
  }

  /** Moves private pages out of memory if there are more than fit. */
  void spillExcess() {
    if (privatePages.inMemory() <= spillPolicy.pagesInMemory()) {
      return;
    }
    SpillFile file = spillFile;
    if (file == null) {
      file = spillPolicy.openFile();
      spillFile = file;
    }
    privatePages.spill(spillPolicy.pagesInMemory() / 4 * 3, file);
  }

  /** When, and into which file, pages are moved out of memory. */
  interface SpillPolicy {
    /** How many private pages stay in memory. */
    int pagesInMemory();

    /** Opens the file for the others. */
    SpillFile openFile();
  }

  /** Removes the temporary file, once nobody reads it any more. */
  void closeSpillFile() {
    SpillFile file = spillFile;
    if (file != null) {
      spillFile = null;
      file.close();
    }
  }

  /** Forgets everything private. */
  void clear() {
    privatePages.clear();
    freed.clear();
    undo.release(0, 0);
    depth = 0;
    innermost = 0;
  }
}
