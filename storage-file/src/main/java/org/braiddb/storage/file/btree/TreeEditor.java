package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;
import org.braiddb.storage.record.Varint;
import org.jspecify.annotations.Nullable;

/**
 * Inserts, replaces and deletes entries at a cursor's place. Each method answers whether the
 * cursor's path is still good: balancing ruins it.
 */
final class TreeEditor {
  /** What a cell can have around its local payload: child, size, rowid, first overflow page. */
  private static final int LONGEST_FRAME = 2 * CellFormat.POINTER_SIZE + 2 * Varint.MAX_LENGTH;

  /** From so many cells on a leaf is asked whether it is nearly empty only at every eighth. */
  private static final int MANY_CELLS = 16;

  private static final int COUNTED_EACH = 8;

  /** Of what is put into an index. */
  static final long NO_ROWID = 0;

  private static final byte[] NO_CELL = {};

  final PageEditor pages;

  private final PageSource source;
  private final CellFormat format;
  private final BTree tree;

  /** Made when a page first gets too full or nearly empty. */
  private @Nullable Balancer balancer;

  /** The encoded cell of a leaf, with room for a child pointer before it. It grows on demand. */
  private byte[] cell = NO_CELL;

  private int cellSize;

  TreeEditor(BTree tree) {
    this.tree = tree;
    source = tree.source;
    format = tree.format;
    pages = new PageEditor(source, format);
  }

  private Balancer balancer() {
    Balancer made = balancer;
    if (made == null) {
      made = new Balancer(tree, pages);
      balancer = made;
    }
    return made;
  }

  /** Cells have been removed from the cursor's page; false where nothing was to be done. */
  private boolean settle(TreeCursor cursor) {
    if (cursor.depth == 0 || !pages.nearlyEmpty(cursor.pages[cursor.depth], cursor.image)) {
      return false;
    }
    balancer().settle(cursor);
    return true;
  }

  /**
   * Prepares the cell of a leaf; writes its overflow pages.
   *
   * @param rowid of a table's
   */
  void encodeCell(long rowid, byte[] record, int offset, int length) {
    reserve(LONGEST_FRAME + format.local(length));
    int position = format.beginLeafCell(cell, CellFormat.POINTER_SIZE, length, rowid);
    encodePayload(position, record, offset, length);
  }

  private void encodePayload(int from, byte[] record, int offset, int length) {
    int local = format.local(length);
    System.arraycopy(record, offset, cell, from, local);
    int end = from + local;
    if (local < length) {
      int first = OverflowChain.write(source, record, offset + local, length - local);
      PageBytes.putI32(cell, end, first);
      end += CellFormat.POINTER_SIZE;
    }
    int least = CellFormat.POINTER_SIZE + NodeLayout.MIN_CELL_SIZE;
    if (end < least) {
      Arrays.fill(cell, end, least, (byte) 0);
      end = least;
    }
    cellSize = end - CellFormat.POINTER_SIZE;
  }

  private void reserve(int size) {
    if (cell.length < size) {
      cell = Arrays.copyOf(cell, Math.max(size, 2 * cell.length));
    }
  }

  /** Puts the prepared cell at the cursor's leaf place. */
  boolean insert(TreeCursor cursor) {
    int page = cursor.pages[cursor.depth];
    if (pages.fits(page, cursor.image, cellSize)) {
      byte[] image = source.write(page);
      pages.insert(page, image, cursor.cell, cell, CellFormat.POINTER_SIZE, cellSize);
      cursor.refresh(image);
      return true;
    }
    balancer().insert(cursor, cell, CellFormat.POINTER_SIZE, cellSize);
    return false;
  }

  /** Puts records of a block, which fit, behind the last cell of the cursor's leaf. */
  void append(TreeCursor cursor, RowBlock block, int from, int to) {
    int page = cursor.pages[cursor.depth];
    byte[] image = source.write(page);
    pages.append(page, image, block, from, to);
    cursor.refresh(image);
  }

  /** Puts the prepared cell in place of the cursor's entry, in a leaf or in an interior page. */
  boolean replace(TreeCursor cursor) {
    int page = cursor.pages[cursor.depth];
    byte[] old = cursor.image;
    int offset = cursor.cellStart();
    freeOverflow(page, old, offset, cursor.leaf);
    if (cursor.leaf) {
      return putInPlace(cursor, CellFormat.POINTER_SIZE, cellSize);
    }
    PageBytes.putI32(cell, 0, PageBytes.i32(old, offset));
    return putInPlace(cursor, 0, CellFormat.POINTER_SIZE + unpaddedSize());
  }

  /**
   * Writes a record over the cursor's present one, where that is as long: only into those of its
   * pages in which something differs.
   *
   * @return whether it is as long; else nothing was done
   */
  boolean overwrite(TreeCursor cursor, byte[] record, int offset, int length) {
    if (!cursor.hasPayloadOf(length)) {
      return false;
    }
    overwrite(cursor, 0, record, offset, length);
    return true;
  }

  /** Writes over a part of the cursor's present record. */
  void overwrite(TreeCursor cursor, int at, byte[] bytes, int offset, int length) {
    int page = cursor.pages[cursor.depth];
    int local = cursor.local();
    int inCell = Math.clamp((long) local - at, 0, length);
    int from = cursor.localOffset() + at;
    if (inCell == 0
        || Arrays.equals(cursor.image, from, from + inCell, bytes, offset, offset + inCell)) {
      source.unchanged(page);
    } else {
      byte[] written = source.write(page);
      System.arraycopy(bytes, offset, written, from, inCell);
      cursor.image = written;
    }
    if (inCell < length) {
      int first = PageBytes.i32(cursor.image, cursor.localOffset() + local);
      int inChain = at + inCell - local;
      OverflowChain.overwrite(
          source, page, first, inChain, bytes, offset + inCell, length - inCell);
    }
  }

  private boolean putInPlace(TreeCursor cursor, int from, int size) {
    int page = cursor.pages[cursor.depth];
    byte[] image = cursor.image;
    int offset = cursor.cellStart();
    int oldSize = format.cellSize(page, image, offset, cursor.leaf);
    if (oldSize == size) {
      System.arraycopy(cell, from, source.write(page), offset, size);
      cursor.refresh();
      return true;
    }
    byte[] written = source.write(page);
    if (!pages.resize(page, written, cursor.cell, oldSize, cell, from, size)) {
      if (oldSize < size && pages.freeBytes(page, written) + oldSize < size) {
        cursor.refresh(written);
        balancer().replace(cursor, cell, from, size);
        return false;
      }
      pages.remove(page, written, cursor.cell);
      pages.insert(page, written, cursor.cell, cell, from, size);
    }
    cursor.refresh(written);
    return !(size < oldSize && cursor.leaf && settle(cursor));
  }

  /** The prepared cell's size as a divider, which needs no padding. */
  private int unpaddedSize() {
    return format.exactSize(0, cell, CellFormat.POINTER_SIZE, true);
  }

  /** Takes out the cursor's entry. */
  boolean delete(TreeCursor cursor) {
    int page = cursor.pages[cursor.depth];
    int offset = cursor.cellStart();
    if (!cursor.leaf) {
      deleteDivider(cursor, page, offset);
      return false;
    }
    freeOverflow(page, cursor.image, offset, true);
    pages.remove(page, source.write(page), cursor.cell);
    cursor.refresh();
    return staysWhereItIs(cursor) || !settle(cursor);
  }

  /**
   * Whether a leaf that has lost a cell is left alone, however few bytes it has. Rows that go one
   * by one, the first first, leave an empty leaf, which costs no other its place; and where there
   * are many cells, their free blocks are counted only once for some of them.
   */
  private boolean staysWhereItIs(TreeCursor cursor) {
    int count = cursor.count;
    return format.table && cursor.cell == 0 && count > 0
        || count > MANY_CELLS && count % COUNTED_EACH != 0;
  }

  /** Takes out several entries of the cursor's leaf. */
  boolean deleteAll(TreeCursor cursor, LeavingCells cells) {
    change(cursor, cells, ArrivingCells.NONE);
    return !settle(cursor);
  }

  /** Takes entries out of the cursor's leaf of an index, and puts others in. */
  boolean change(TreeCursor cursor, LeafChanges changes, PendingEntries entries) {
    ArrivingCells arriving = changes.arriving();
    for (int i = 0; i < arriving.size(); i++) {
      int rank = arriving.rank(i);
      encodeCell(NO_ROWID, entries.bytes(rank), entries.offset(rank), entries.length(rank));
      arriving.addCell(cell, CellFormat.POINTER_SIZE, cellSize);
    }
    change(cursor, changes.leaving(), arriving);
    return changes.growth() >= 0 || !settle(cursor);
  }

  private void change(TreeCursor cursor, LeavingCells leaving, ArrivingCells arriving) {
    int page = cursor.pages[cursor.depth];
    byte[] image = source.write(page);
    cursor.image = image;
    for (int i = 0; i < leaving.size(); i++) {
      freeOverflow(page, image, cursor.cellOffset(leaving.cell(i)), true);
    }
    pages.change(page, image, leaving, arriving);
    cursor.refresh(image);
  }

  /**
   * Takes out an entry that divides two subtrees of an index: the entry before it, the last of a
   * leaf, becomes the divider.
   */
  private void deleteDivider(TreeCursor cursor, int page, int offset) {
    freeOverflow(page, cursor.image, offset, false);
    reserve(CellFormat.POINTER_SIZE);
    PageBytes.putI32(cell, 0, PageBytes.i32(cursor.image, offset));
    int level = cursor.depth;
    int index = cursor.cell;
    reportWidened(cursor);
    cursor.enterChild();
    cursor.descendLast();
    for (int below = level + 1; below <= cursor.depth; below++) {
      source.touched(cursor.pages[below]); // their upper bound becomes the entry before
    }
    copyLeafCell(cursor);
    while (cursor.depth > level) {
      cursor.pop();
    }
    int size = CellFormat.POINTER_SIZE + unpaddedSize();
    int oldSize = format.cellSize(page, cursor.image, offset, false);
    if (pages.freeBytes(page, cursor.image) + oldSize >= size) {
      byte[] written = source.write(page);
      pages.remove(page, written, index);
      pages.insert(page, written, index, cell, 0, size);
      cursor.refresh();
      cursor.enterChild();
      cursor.descendLast();
    } else {
      balancer().replace(cursor, cell, 0, size);
      ((IndexCursor) cursor).seekLeafCopyBeforeSaved();
      cursor.lose();
    }
    // The leaf's copy goes; its overflow pages now belong to the divider.
    int leafPage = cursor.pages[cursor.depth];
    pages.remove(leafPage, source.write(leafPage), cursor.cell);
    cursor.refresh();
    settle(cursor);
  }

  private void copyLeafCell(TreeCursor cursor) {
    int page = cursor.pages[cursor.depth];
    byte[] image = cursor.image;
    int offset = cursor.cellOffset(cursor.cell);
    cellSize = format.cellSize(page, image, offset, true);
    reserve(CellFormat.POINTER_SIZE + cellSize);
    System.arraycopy(image, offset, cell, CellFormat.POINTER_SIZE, cellSize);
  }

  /** The pages at the left edge of the subtree after a divider get a lower bound further left. */
  private void reportWidened(TreeCursor cursor) {
    int level = cursor.depth;
    int index = cursor.cell;
    cursor.cell = index + 1;
    cursor.enterChild();
    source.touched(cursor.pages[cursor.depth]);
    while (!cursor.leaf) {
      cursor.cell = 0;
      cursor.enterChild();
      source.touched(cursor.pages[cursor.depth]);
    }
    while (cursor.depth > level) {
      cursor.pop();
    }
    cursor.cell = index;
  }

  /** Frees the overflow pages of a cell with a payload, if it has any. */
  void freeOverflow(int page, byte[] image, int offset, boolean leaf) {
    if (format.isLocal(image, offset, leaf)) {
      return;
    }
    int size = format.exactSize(page, image, offset, leaf);
    int position = leaf ? offset : offset + CellFormat.POINTER_SIZE;
    int payloadSize = (int) Varint.read(image, position);
    int overflowPages = format.overflowPages(payloadSize);
    if (overflowPages > 0) {
      int first = CellFormat.overflowPointer(image, offset, size);
      OverflowChain.free(source, page, first, overflowPages);
    }
  }
}
