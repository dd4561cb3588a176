package org.braiddb.storage.file.transaction;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.file.btree.PointerPatch;
import org.braiddb.storage.file.cache.PageVersion;
import org.braiddb.storage.file.concurrency.TreeControl;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.KeyPlaces;
import org.jspecify.annotations.Nullable;

/**
 * The pages of one transaction: those of its snapshot, and private copies of what it changed.
 *
 * <p>A transaction that holds the writer lock allocates from the {@link FreeList}, a concurrent one
 * gets {@link ProvisionalPages}.
 */
final class TransactionPages {
  private static final int SQLITE_VERSION = 3_054_001;
  private final SnapshotReader reader;
  private final PageFormat format;
  private final SpillPolicy spillPolicy;
  private @Nullable SpillFile spillFile;
  private final PrivatePages privatePages = new PrivatePages();
  private final UndoLog undo = new UndoLog();
  private final SparePages spare = new SparePages();

  private final FreeList freeList;

  /** Not null in a concurrent transaction that may write. */
  private @Nullable ProvisionalPages provisional;

  private final HeaderSettings settings = new HeaderSettings();

  /** For each open savepoint, what was at that time; see {@link Mark}. */
  private Mark[] marks = {};

  /** So many private pages fit into memory, as was seen when there were that many. */
  private int fitting;

  private int depth;
  private int lastHandle;
  private int innermost;
  private long snapshot;
  private int pageCount;
  private int snapshotPageCount;
  private int maximumPageCount = TransactionHost.MAXIMUM_PAGE_COUNT;

  TransactionPages(SnapshotReader reader, PageFormat format, SpillPolicy spillPolicy) {
    this.reader = reader;
    this.format = format;
    this.spillPolicy = spillPolicy;
    this.freeList = new FreeList(this, format);
  }

  /** An open savepoint: how far each log had come. Reused. */
  private static final class Mark {
    int handle;
    int undo;
    int pageCount;
    int freed;
    int settings;
  }

  PageFormat format() {
    return format;
  }

  /** Fixes what is read. */
  void open(long newSnapshot, int newPageCount) {
    snapshot = newSnapshot;
    pageCount = newPageCount;
    snapshotPageCount = newPageCount;
    // Savepoints set before the first read lead back to the snapshot, which begins only now.
    for (int i = 0; i < depth; i++) {
      marks[i].pageCount = newPageCount;
    }
  }

  /** Nothing can be read until it is opened again. */
  void rest() {
    pageCount = 0;
  }

  /** The same snapshot as before {@link #rest}. */
  void openAgain() {
    pageCount = snapshotPageCount;
  }

  /** Whether a savepoint is open. */
  boolean hasSavepoints() {
    return depth > 0;
  }

  /** Lets the database grow to so many pages only. */
  void limitPageCount(int maximum) {
    maximumPageCount = maximum;
  }

  /** From now on changes are those of a concurrent transaction. Before the first change. */
  void becomeConcurrent() {
    provisional = new ProvisionalPages(format.description());
  }

  /** The same, the new pages numbered after those that the other has numbered already. */
  void becomeConcurrentAfter(ProvisionalPages other) {
    provisional = new ProvisionalPages(format.description(), other.given());
  }

  /** What is particular to a concurrent transaction; null in others. */
  @Nullable ProvisionalPages provisional() {
    return provisional;
  }

  /** The same, where it is a concurrent one. */
  ProvisionalPages requireProvisional() {
    ProvisionalPages own = provisional;
    if (own == null) {
      throw new IllegalStateException("not a concurrent transaction");
    }
    return own;
  }

  /** The free pages; not in a concurrent transaction. */
  FreeList freeList() {
    if (provisional != null) {
      throw new IllegalStateException("a concurrent transaction has no free list");
    }
    return freeList;
  }

  HeaderSettings settings() {
    return settings;
  }

  PrivatePages privatePages() {
    return privatePages;
  }

  int snapshotPageCount() {
    return snapshotPageCount;
  }

  long snapshot() {
    return snapshot;
  }

  int pageCount() {
    ProvisionalPages own = provisional;
    return own == null ? pageCount : pageCount + own.given();
  }

  boolean changed() {
    ProvisionalPages own = provisional;
    return privatePages.size() > 0
        || pageCount != snapshotPageCount
        || own != null && (own.freedCount() > 0 || settings.size() > 0);
  }

  byte[] read(int page) {
    if (privatePages.size() > 0) {
      PrivatePage own = privatePages.get(page);
      if (own != null) {
        // Reading through more than fits must not bring all of it back into memory.
        return own.image == null && privatePages.inMemory() >= spillPolicy.pagesInMemory()
            ? privatePages.peek(own)
            : privatePages.image(own);
      }
    }
    if (page < 1 || page > pageCount) {
      throw outside(page);
    }
    return reader.read(page, snapshot);
  }

  /** As {@link #read} for each of several pages. */
  void readTogether(int[] pages, int count, byte[][] images) {
    int ready = privatePages.size() > 0 ? 0 : reader.bareImages(pages, count, images);
    for (int i = 0; i < count; i++) {
      if (i >= ready || pages[i] > pageCount) {
        images[i] = read(pages[i]);
      }
    }
  }

  KeyPlaces keyPlaces() {
    return reader.keyPlaces();
  }

  private CorruptException outside(int page) {
    return CorruptException.in(
        ResultCode.CORRUPT,
        format.description(),
        "a reference to a page from 1 to " + pageCount,
        "one to page " + Integer.toUnsignedString(page));
  }

  /** A private copy; a page that is not private yet gets the role. */
  byte[] write(int page, PageRole role) {
    PrivatePage own = privatePages.get(page);
    if (own == null) {
      byte[] copy = read(page).clone();
      if (depth > 0) {
        undo.pushAbsent(page);
      }
      privatePages.add(new PrivatePage(page, role, copy, innermost));
      return copy;
    }
    byte[] image = privatePages.writableImage(own);
    if (own.savepoint < innermost) {
      undo.push(own, image);
      image = spare.copyOf(image);
      own.image = image;
      own.savepoint = innermost;
    }
    return image;
  }

  /** A private page whose old content does not matter. */
  byte[] writeFresh(int page, PageRole role) {
    byte[] image = new byte[format.pageSize()];
    PrivatePage own = privatePages.get(page);
    if (own == null) {
      if (depth > 0) {
        undo.pushAbsent(page);
      }
      privatePages.add(new PrivatePage(page, role, image, innermost));
      return image;
    }
    if (own.savepoint < innermost) {
      undo.push(own, privatePages.image(own));
      own.savepoint = innermost;
    }
    own.role = role;
    privatePages.setImage(own, image);
    return image;
  }

  int allocate(PageRole role) {
    ProvisionalPages own = provisional;
    int page = own != null ? own.allocate() : freeList.allocate();
    writeFresh(page, role);
    return page;
  }

  /** A page for content that is there already; see {@link #adopt}. */
  int allocateUnwritten() {
    int page = freeList.allocate();
    forget(page); // it may have been a trunk
    return page;
  }

  /** Adds a page at the end of the database. */
  int extend() {
    boolean autoVacuum = PointerMap.isKept(this);
    int page = pageCount + 1;
    while (format.isReserved(page, autoVacuum)) {
      if (page != format.lockBytePage()) {
        writeFresh(page, PageRole.NONE);
      }
      page++;
    }
    checkPageCount(page);
    pageCount = page;
    return page;
  }

  private void checkPageCount(long count) {
    if (count > maximumPageCount) {
      throw new StoreFullException(
          "database or disk is full: "
              + format.description()
              + " may have no more than "
              + maximumPageCount
              + " pages");
    }
  }

  /** Gives back free pages at the end of the database; see {@link FreeList#cutTail}. */
  void cutTail() {
    freeList().cutTail();
  }

  /** The pages beyond are no longer part of the database. */
  void cutTo(int newPageCount) {
    pageCount = newPageCount;
  }

  void free(int page, long tree) {
    ProvisionalPages own = provisional;
    if (page < 0 && own != null) {
      if (privatePages.get(page) == null) {
        throw outside(page);
      }
      forget(page);
      return;
    }
    if (page < 2 || page > pageCount) {
      throw outside(page);
    }
    if (own == null) {
      freeList.free(page);
    } else {
      own.free(page, tree);
      forget(page);
    }
  }

  /** Drops the private copy of a page whose content no longer matters. */
  void forget(int page) {
    PrivatePage own = privatePages.get(page);
    if (own == null) {
      return;
    }
    if (depth > 0 && own.savepoint < innermost) {
      undo.push(own, privatePages.image(own));
    }
    privatePages.remove(page);
  }

  // ---- savepoints

  int savepoint() {
    if (depth == marks.length) {
      marks = Arrays.copyOf(marks, Math.max(1, depth * 2));
      for (int i = depth; i < marks.length; i++) {
        marks[i] = new Mark();
      }
    }
    innermost = ++lastHandle;
    ProvisionalPages own = provisional;
    Mark mark = marks[depth++];
    mark.handle = innermost;
    mark.undo = undo.size();
    mark.pageCount = pageCount;
    mark.freed = own == null ? 0 : own.freedCount();
    mark.settings = settings.size();
    return innermost;
  }

  /** The index of an open savepoint, or -1. */
  private int indexOf(int handle) {
    int index = depth - 1;
    while (index >= 0 && marks[index].handle != handle) {
      index--;
    }
    return index;
  }

  /** How much open savepoints have to put back. */
  int undoEntries() {
    return undo.size();
  }

  /** The last one that is open; 0 for none. */
  int innermostSavepoint() {
    return innermost;
  }

  boolean isOpen(int handle) {
    return indexOf(handle) >= 0;
  }

  void rollbackTo(int handle) {
    int index = indexOf(handle);
    Mark mark = marks[index];
    undo.rollback(mark.undo, privatePages);
    freeList.forgetFreed();
    settings.truncate(mark.settings);
    ProvisionalPages own = provisional;
    if (own != null) {
      own.keepFreed(mark.freed);
    }
    pageCount = mark.pageCount;
    depth = index + 1;
    innermost = handle;
  }

  void release(int handle) {
    int index = indexOf(handle);
    int enclosing = index == 0 ? 0 : marks[index - 1].handle;
    undo.release(marks[index].undo, enclosing, spare);
    depth = index;
    innermost = enclosing;
  }

  // ---- the end

  /** The changed pages as versions to publish (T1), with page 1 brought up to date. */
  List<PageVersion> toVersions() {
    boolean legacy = read(1)[DatabaseHeader.WRITE_VERSION_OFFSET] != DatabaseHeader.VERSION_WAL;
    if (legacy || pageCount != snapshotPageCount || privatePages.get(1) != null) {
      byte[] page1 = write(1, PageRole.NONE);
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

  /** Images of private pages as they are now may be read by somebody after they have changed. */
  void imagesMayBeRead() {
    spare.stop();
  }

  /** Moves private pages out of memory if there are more than fit. */
  void spillExcess() {
    int inMemory = privatePages.inMemory();
    if (inMemory <= fitting) {
      return;
    }
    if (inMemory <= spillPolicy.pagesInMemory()) {
      fitting = inMemory;
      return;
    }
    SpillFile file = spillFile;
    if (file == null) {
      file = spillPolicy.openFile();
      spillFile = file;
    }
    privatePages.spill(spillPolicy.pagesInMemory() / 4 * 3, file, this::isSettled);
  }

  /** Whether a page that leaves memory has not to be looked at again when it is rebased. */
  private boolean isSettled(PrivatePage page, byte[] image) {
    if (provisional == null || page.page == 1) {
      return false;
    }
    PointerPatch same =
        new PointerPatch(new TreePages(this, TreeControl.NONE, 0), number -> number);
    return image == (page.role.overflow() ? same.overflowPage(image) : same.node(page.page, image));
  }

  /** For pages that nobody changes. */
  static final SpillPolicy NO_SPILLING =
      new SpillPolicy() {
        @Override
        public int pagesInMemory() {
          return Integer.MAX_VALUE;
        }

        @Override
        public SpillFile openFile() {
          throw new IllegalStateException("nothing to spill");
        }
      };

  /** When, and into which file, pages are moved out of memory. */
  interface SpillPolicy {
    /** How many private pages stay in memory. */
    int pagesInMemory();

    /** Opens the file for the others. */
    SpillFile openFile();
  }

  /**
   * Takes over the private page of a concurrent transaction that is moved on top of this one's
   * commit; nobody writes into it any more.
   *
   * @param number its final number: its own one, or what {@link #allocateUnwritten} gave
   * @param image its content with final pointers, or null where it is in the spill file, unchanged
   */
  void adopt(int number, PrivatePage page, byte @Nullable [] image) {
    PrivatePage adopted = new PrivatePage(number, page.role, image, 0);
    if (image == page.image) {
      adopted.slot = page.slot;
      adopted.stored = page.stored;
      adopted.settled = page.settled;
    }
    PrivatePage present = privatePages.get(number);
    if (present != null) {
      throw new IllegalStateException(
          "page " + number + " of " + format.description() + " would be taken over twice");
    }
    privatePages.add(adopted);
  }

  /** Lets pages that were moved out of memory stay where they are. */
  void shareSpillFile(TransactionPages other) {
    spillFile = other.spillFile;
    SpillFile file = spillFile;
    if (file != null) {
      privatePages.readFrom(file);
    }
  }

  /** The temporary file, if there is one, is now for another to close. */
  void giveSpillFileTo(TransactionPages other) {
    other.spillFile = spillFile;
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
    freeList.forgetFreed();
    undo.release(0, 0, spare);
    spare.reset();
    depth = 0;
    innermost = 0;
  }
}
