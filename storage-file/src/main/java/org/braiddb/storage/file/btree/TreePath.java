package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;
import org.braiddb.storage.record.Varint;

/**
 * A path of pages from the root of a tree to a cell, or to the place after the last cell of a page.
 *
 * <p>The page at the path's end is the current one. Its header was checked when the path entered
 * it; the pointers to its cells are checked one by one, when they are used.
 */
abstract sealed class TreePath permits TreeCursor {
  /** Deeper than any tree that fits 2^32 pages with the smallest legal fan-out. */
  static final int MAX_DEPTH = 20;

  /** Levels that a path has room for at first; one more than it has is always there. */
  private static final int USUAL_DEPTH = 6;

  /** So many bytes come into the processor's cache together. */
  private static final int LINE = 64;

  private static final byte[] EMPTY = {};

  /** Two varints and a child pointer: what can be read without looking for the page's end. */
  private static final int LONGEST_CELL_HEADER = 2 * Varint.MAX_LENGTH + CellFormat.POINTER_SIZE;

  final BTree tree;
  final PageSource source;
  final CellFormat format;

  /** Index of the current page in the arrays. What they hold of it is in the fields below, too. */
  int depth = -1;

  int[] pages = new int[USUAL_DEPTH];
  int[] counts = new int[USUAL_DEPTH];

  /** The cell through which the path goes on; of the current page, only {@link #cell} is right. */
  int[] cells = new int[USUAL_DEPTH];

  /**
   * The current page. Those above it are read again when the path comes back to them, once for each
   * page below: kept here, each step down would store another reference into an old object, which
   * costs a barrier.
   */
  byte[] image = EMPTY;

  int cell;
  int count;
  boolean leaf;
  private int pointers;

  /** Keeps what was read only to be in the processor's cache from being left out. */
  @SuppressWarnings("unused")
  int touched;

  /** The page of which each line was read last, on the way from the root that is gone now. */
  private int touchedPage;

  TreePath(BTree tree) {
    this.tree = tree;
    source = tree.source;
    format = tree.format;
  }

  /** Starts a path at the root. */
  final void enterRoot() {
    touchedPage = 0;
    depth = -1;
    push(tree.root, tree.root, 0);
  }

  /** Adds the child left of the current cell to the path, or the right child after the last one. */
  final void enterChild() {
    int from = childPointer();
    cells[depth] = cell;
    push(PageBytes.i32(image, from), pages[depth], from);
  }

  /** The page that {@link #enterChild} would enter; its number was not checked. */
  final int child() {
    return PageBytes.i32(image, childPointer());
  }

  /** Where the number of that page is. */
  final int childPointer() {
    return cell < count
        ? cellOffset(cell)
        : NodeLayout.headerStart(pages[depth]) + NodeLayout.RIGHT_CHILD;
  }

  /** Adds a page below the current one to the path; it is pointed to from there. */
  final void push(int page, int pointedFrom, int offset) {
    if (depth + 1 == MAX_DEPTH) {
      throw Corruption.at(
          source, pointedFrom, offset, "a tree of at most " + MAX_DEPTH + " levels", page);
    }
    if (isOnPath(page, depth)) {
      throw Corruption.at(source, pointedFrom, offset, "a page not above this one", page);
    }
    enter(page, tree.load(page, pointedFrom, offset, depth < 0));
  }

  /** Whether the path goes through a page, down to some level. */
  final boolean isOnPath(int page, int deepest) {
    for (int level = 0; level <= deepest; level++) {
      if (pages[level] == page) {
        return true;
      }
    }
    return false;
  }

  /** The same for a page whose image is at hand and checked. */
  final void enter(int page, byte[] bytes) {
    int header = NodeLayout.headerStart(page);
    depth++;
    if (depth + 1 == pages.length) {
      grow();
    }
    pages[depth] = page;
    cells[depth] = 0;
    image = bytes;
    leaf = NodeLayout.isLeaf(bytes[header]);
    pointers = NodeLayout.pointers(bytes, header);
    count = NodeLayout.cellCount(bytes, header);
    counts[depth] = count;
    cell = 0;
  }

  private void grow() {
    int capacity = 2 * pages.length;
    pages = Arrays.copyOf(pages, capacity);
    counts = Arrays.copyOf(counts, capacity);
    cells = Arrays.copyOf(cells, capacity);
  }

  /** Drops the last page of the path. */
  final void pop() {
    depth--;
    image = source.read(pages[depth]);
    cell = cells[depth];
    count = counts[depth];
    leaf = false;
    pointers = NodeLayout.headerStart(pages[depth]) + NodeLayout.INTERIOR_HEADER_SIZE;
  }

  /** Reads the current page's image and cell count again, after it was written. */
  final void refresh() {
    refresh(source.read(pages[depth]));
  }

  /** The same with the image that it now has. */
  final void refresh(byte[] written) {
    image = written;
    count = NodeLayout.cellCount(image, NodeLayout.headerStart(pages[depth]));
    counts[depth] = count;
  }

  /**
   * Reads a byte of each line of the page, from the first to the last: the processor sees what
   * comes next and has it brought, which it does not where it is asked for cell after cell.
   */
  final void touchPage() {
    if (pages[depth] == touchedPage) {
      return;
    }
    touchedPage = pages[depth];
    byte[] bytes = image;
    int sum = 0;
    for (int at = 0; at < bytes.length; at += LINE) {
      sum += bytes[at];
    }
    touched = sum;
  }

  /** The offset of a cell; negative where its pointer is bad, which {@link #cellOffset} reports. */
  final int pointer(int index) {
    int offset = PageBytes.u16(image, pointers + 2 * index);
    return offset < pointers + 2 * count || offset > format.usable - NodeLayout.MIN_CELL_SIZE
        ? -1
        : offset;
  }

  /** Where the pointers to the current page's cells begin. */
  final int pointers() {
    return pointers;
  }

  /** The last offset for which {@link #headerFits} holds and a cell pointer is good. */
  final int lastOffsetWithHeader() {
    return Math.min(image.length - LONGEST_CELL_HEADER, format.usable - NodeLayout.MIN_CELL_SIZE);
  }

  final int cellOffset(int index) {
    int offset = pointer(index);
    if (offset < 0) {
      throw badPointer(index);
    }
    return offset;
  }

  private RuntimeException badPointer(int index) {
    return Corruption.at(
        source,
        pages[depth],
        pointers + 2 * index,
        "a cell pointer from "
            + (pointers + 2 * count)
            + " to "
            + (format.usable - NodeLayout.MIN_CELL_SIZE),
        PageBytes.u16(image, pointers + 2 * index));
  }

  /** Whether the header of a cell at this offset can be decoded without further checks. */
  final boolean headerFits(int offset) {
    return offset + LONGEST_CELL_HEADER <= image.length;
  }

  final boolean descendFirst() {
    while (!leaf) {
      cell = 0;
      enterChild();
    }
    cell = 0;
    return count > 0;
  }

  final boolean descendLast() {
    while (!leaf) {
      cell = count;
      enterChild();
    }
    cell = count - 1;
    return count > 0;
  }

  /** Whether the path leads down the right edge of the tree to a leaf that is not empty. */
  final boolean atRightEdge() {
    if (!leaf || count == 0) {
      return false;
    }
    for (int level = 0; level < depth; level++) {
      if (cells[level] < counts[level]) {
        return false;
      }
    }
    return true;
  }
}
