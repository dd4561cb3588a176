package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.MalformedRecordException;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.Varint;
import org.jspecify.annotations.Nullable;

/**
 * Checks the invariants T1 to T5 of trees (see the package) and says what is wrong in SQLite's
 * words. Several trees are checked with one set of {@link PageReferences}; the free list and pages
 * that nothing refers to are for the caller, who knows all trees.
 *
 * <p>Pages are visited from the greatest key down, as SQLite does it, so that messages come in the
 * same order.
 */
public final class TreeChecker {
  private static final int CORRUPT = 11;

  /** A record's header has its own size and at least one serial type. */
  private static final int SMALLEST_HEADER = 2;

  private final PageSource source;
  private final PageReferences references;
  private final IntegrityReport report;
  private final PointerMapCheck pointerMap;

  private int root;
  private long entries;
  private CellFormat format;
  private @Nullable RecordComparator comparator;
  private int keyColumns;

  /** Where the record after the one being checked is, whole, in an index tree. */
  private byte[] following = {};

  private int followingOffset;
  private int followingSize;
  private final PayloadBuffer payload;

  /** A checker that adds to what other checks have found, without a pointer map. */
  public TreeChecker(PageSource source, PageReferences references, IntegrityReport report) {
    this(source, references, PointerMapCheck.NONE, report);
  }

  /** A checker that adds to what other checks have found. */
  public TreeChecker(
      PageSource source,
      PageReferences references,
      PointerMapCheck pointerMap,
      IntegrityReport report) {
    this.pointerMap = pointerMap;
    this.source = source;
    this.references = references;
    this.report = report;
    format = new CellFormat(source, TreeKind.TABLE);
    payload = new PayloadBuffer(source);
  }

  /** Checks a table tree. */
  public void checkTable(int rootPage) {
    comparator = null;
    check(rootPage, TreeKind.TABLE);
  }

  /** Checks all of an index tree but the order of its records. */
  public void checkIndex(int rootPage) {
    comparator = null;
    check(rootPage, TreeKind.INDEX);
  }

  /**
   * Checks an index tree.
   *
   * @param columns how many leading columns make two records the same entry
   */
  public void checkIndex(int rootPage, KeyOrder order, int columns) {
    comparator = new RecordComparator(order);
    keyColumns = columns;
    check(rootPage, TreeKind.INDEX);
  }

  /** How many entries the tree that was checked last has, as far as it could be followed. */
  public long entries() {
    return entries;
  }

  private void check(int rootPage, TreeKind kind) {
    root = rootPage;
    entries = 0;
    format = new CellFormat(source, kind);
    followingSize = -1;
    if (references.add(rootPage, "Tree " + rootPage + ": ", report)) {
      new Visit(rootPage, 0, 0).run(Long.MAX_VALUE);
    }
  }

  /** The check of one page and what hangs on it. */
  private final class Visit {
    private final int page;
    private final int level;

    /** The cell of a page above that was looked at last. */
    private final int cellAbove;

    private final String place;
    private final PageCoverage coverage = new PageCoverage(source.usableSize());
    private byte[] image = {};
    private int header;
    private boolean leaf;
    private int count;

    /** Every key still to be met must be less than this, or equal if so flagged. */
    private long greatest;

    private boolean mayBeEqual = true;
    private boolean covered = true;

    /** The depth of the subtree below, or -1 while not known. */
    private int depth = -1;

    Visit(int page, int level, int cellAbove) {
      this.page = page;
      this.level = level;
      this.cellAbove = cellAbove;
      place = "Tree " + root + " page " + page;
    }

    /** Checks the page; {@link #greatest} is then its smallest key, {@link #depth} its height. */
    void run(long upperBound) {
      greatest = upperBound;
      if (!open()) {
        return;
      }
      if (!coverage.addFreeBlocks(image, header)) {
        report.add(place + ": free space corruption");
        depth++;
        return;
      }
      if (leaf || !format.table) {
        entries += count;
      }
      if (!leaf) {
        int link = header + NodeLayout.RIGHT_CHILD;
        checkChild(PageBytes.i32(image, link), rightChildPrefix(), cellAbove);
      }
      for (int i = count - 1; i >= 0 && !report.isFull(); i--) {
        checkCell(i);
      }
      checkCoverage();
      depth++;
    }

    /** SQLite says so only where it keeps a pointer map; else it names a cell that is not meant. */
    private String rightChildPrefix() {
      return place
          + (pointerMap == PointerMapCheck.NONE ? " cell " + cellAbove : " right child")
          + ": ";
    }

    /** With a pointer map SQLite goes on speaking of the right child where there is one. */
    private String cellPrefix(int index) {
      return leaf || pointerMap == PointerMapCheck.NONE
          ? place + " cell " + index + ": "
          : rightChildPrefix();
    }

    private boolean open() {
      if (level >= TreePath.MAX_DEPTH) {
        report.add(place + ": btree depth exceeds " + TreePath.MAX_DEPTH);
        return false;
      }
      try {
        image = source.read(page);
      } catch (CorruptException e) {
        report.add(place + ": unable to get the page. error code=" + e.code().code());
        return false;
      }
      header = NodeLayout.headerStart(page);
      int type = image[header];
      leaf = NodeLayout.isLeaf(type);
      count = NodeLayout.cellCount(image, header);
      int most =
          (source.usableSize() - header - NodeLayout.headerSize(type))
              / (2 + NodeLayout.MIN_CELL_SIZE);
      if (type != format.type(leaf) || count > most || count == 0 && level > 0) {
        report.add(place + ": btreeInitPage() returns error code " + CORRUPT);
        return false;
      }
      return true;
    }

    private void checkCell(int index) {
      int content = NodeLayout.contentStart(image, header);
      int last = source.usableSize() - NodeLayout.MIN_CELL_SIZE;
      int pointers = NodeLayout.pointers(image, header);
      int offset = PageBytes.u16(image, pointers + 2 * index);
      if (offset < content || offset > last) {
        report.add(
            cellPrefix(index) + "Offset " + offset + " out of range " + content + ".." + last);
        covered = false;
        return;
      }
      int exact;
      try {
        exact = format.exactSize(page, image, offset, leaf);
      } catch (CorruptException e) {
        report.add(cellPrefix(index) + "Extends off end of page");
        covered = false;
        return;
      }
      if (hasRecord() && !recordBegins(offset)) {
        report.add(cellPrefix(index) + "Bad cell header size");
        covered = false;
        return;
      }
      coverage.add(offset, Math.max(exact, NodeLayout.MIN_CELL_SIZE));
      if (format.table) {
        checkRowid(index, offset);
      }
      boolean whole = true;
      if (hasRecord()) {
        whole = checkOverflow(index, offset, exact);
      }
      if (!format.table && whole) {
        checkRecord(index, offset, exact);
      }
      if (!leaf) {
        checkChild(PageBytes.i32(image, offset), cellPrefix(index), index);
      }
    }

    private boolean hasRecord() {
      return leaf || !format.table;
    }

    /** Whether the first byte of a payload can be the size of a record's header. */
    private boolean recordBegins(int offset) {
      int position = leaf ? offset : offset + CellFormat.POINTER_SIZE;
      long size = Varint.read(image, position);
      position += Varint.length(image, position);
      if (format.table) {
        position += Varint.length(image, position);
      }
      return size == 0 || image[position] < 0 || image[position] >= SMALLEST_HEADER;
    }

    private void checkRowid(int index, int offset) {
      int position =
          leaf ? offset + Varint.length(image, offset) : offset + CellFormat.POINTER_SIZE;
      long rowid = Varint.read(image, position);
      if (mayBeEqual ? rowid > greatest : rowid >= greatest) {
        report.add(cellPrefix(index) + "Rowid " + rowid + " out of order");
      }
      greatest = rowid;
      mayBeEqual = false;
    }

    private boolean checkOverflow(int index, int offset, int exact) {
      int position = leaf ? offset : offset + CellFormat.POINTER_SIZE;
      int pages = format.overflowPages((int) Varint.read(image, position));
      if (pages == 0) {
        return true;
      }
      String prefix = cellPrefix(index);
      int first = CellFormat.overflowPointer(image, offset, exact);
      pointerMap.firstOverflow(first, page, prefix);
      return checkChain(first, pages, prefix);
    }

    private void checkRecord(int index, int offset, int exact) {
      RecordComparator order = comparator;
      if (order == null) {
        return;
      }
      int position = leaf ? offset : offset + CellFormat.POINTER_SIZE;
      int size = (int) Varint.read(image, position);
      position += Varint.length(image, position);
      byte[] record = image;
      try {
        int local = format.local(size);
        if (local < size) {
          record =
              assembled(position, local, size, CellFormat.overflowPointer(image, offset, exact));
          position = 0;
        }
        if (followingSize >= 0
            && order.compare(
                    record, position, size, following, followingOffset, followingSize, keyColumns)
                >= 0) {
          report.add(cellPrefix(index) + "Entry out of order");
        }
      } catch (CorruptException | MalformedRecordException e) {
        report.add(cellPrefix(index) + e.getMessage());
        return;
      }
      following = record;
      followingOffset = position;
      followingSize = size;
    }

    /** A record that is in several pages, in an array of its own. */
    private byte[] assembled(int position, int local, int size, int overflow) {
      payload.start(page, image, position, local, size, overflow);
      payload.fill(size);
      return Arrays.copyOf(payload.bytes(), size);
    }

    private void checkChild(int child, String prefix, int cell) {
      pointerMap.child(child, page, prefix);
      if (!references.add(child, prefix, report)) {
        return;
      }
      Visit visit = new Visit(child, level + 1, cell);
      visit.run(greatest);
      if (visit.depth >= 0 && depth >= 0 && visit.depth != depth) {
        report.add(prefix + "Child page depth differs");
      }
      depth = visit.depth;
      greatest = visit.greatest;
      mayBeEqual = false;
    }

    private void checkCoverage() {
      if (covered && !report.isFull()) {
        coverage.verify(page, image, header, report);
      }
    }
  }

  /** Checks a chain of overflow pages; false where something is wrong. */
  private boolean checkChain(int first, int expected, String prefix) {
    int before = report.size();
    int page = first;
    int found = 0;
    while (page != 0 && !report.isFull()) {
      if (!references.add(page, prefix, report)) {
        return false;
      }
      found++;
      int next;
      try {
        next = PageBytes.i32(source.read(page), 0);
      } catch (CorruptException e) {
        report.add(prefix + "failed to get page " + page);
        return false;
      }
      if (found < expected) {
        pointerMap.nextOverflow(next, page, prefix);
      }
      page = next;
    }
    if (found != expected && report.size() == before) {
      report.add(prefix + "overflow list length is " + found + " but should be " + expected);
    }
    return report.size() == before;
  }
}
