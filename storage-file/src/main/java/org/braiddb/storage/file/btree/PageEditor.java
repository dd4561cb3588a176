package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;

/**
 * Changes the cells of one private page image: invariant T4, every byte behind the cell pointers
 * belongs to one cell, one free block or the counted fragments.
 *
 * <p>Free blocks are chained in ascending order, at least 4 bytes long, and not within 3 bytes of
 * each other (the bytes between would be fragments and are joined to the blocks).
 */
final class PageEditor {
  /** Above this many fragmented bytes the format asks for defragmentation. */
  private static final int MAX_FRAGMENTS = 60;

  private static final int MIN_BLOCK = 4;

  /** So few cells are taken out one by one. */
  private static final int FEW_CELLS = 3;

  /** Or such a part of a page's. */
  private static final int SMALL_PART = 8;

  /** Offsets up to this one are moved together. */
  private static final int LARGEST_OFFSET = Short.MAX_VALUE;

  /** A cell that changes its size moves no more than so many bytes of its page. */
  private static final int MOST_MOVED = 4096;

  /** Cells that change their sizes are near each other with no more than so many between them. */
  private static final int MOST_BETWEEN = 8;

  /** A free block with no more than so many bytes of cells before it can be closed. */
  private static final int MOST_CLOSED = 512;

  private static final LeavingCells NONE = new LeavingCells();

  private final PageSource source;
  private final CellFormat format;
  private final int usable;
  private byte[] scratch = {};

  /** The cell that {@link #resize} was called for last. */
  private int resizedPage;

  private int resizedCell;

  PageEditor(PageSource source, CellFormat format) {
    this.source = source;
    this.format = format;
    usable = format.usable;
  }

  /** Makes a page empty. */
  void initialize(int page, byte[] image, int type) {
    int header = NodeLayout.headerStart(page);
    Arrays.fill(image, header, image.length, (byte) 0);
    image[header] = (byte) type;
    PageBytes.putU16(image, header + NodeLayout.CONTENT_START, usable);
  }

  /** The bytes that cells and their pointers could still take. */
  int freeBytes(int page, byte[] image) {
    int header = NodeLayout.headerStart(page);
    int content = contentStart(page, image, header);
    int free = content - pointersEnd(image, header) + (image[header + NodeLayout.FRAGMENTS] & 0xff);
    int low = content;
    int block = PageBytes.u16(image, header + NodeLayout.FIRST_FREEBLOCK);
    while (block != 0) {
      int size = blockSize(page, image, block, low);
      free += size;
      low = block + size;
      block = PageBytes.u16(image, block);
    }
    return free;
  }

  /** Whether two thirds of a page and more are free. */
  boolean nearlyEmpty(int page, byte[] image) {
    return 3L * freeBytes(page, image) > 2L * usable;
  }

  /** Whether one more cell of a size fits. */
  boolean fits(int page, byte[] image, int size) {
    int header = NodeLayout.headerStart(page);
    int gap = contentStart(page, image, header) - pointersEnd(image, header);
    return gap >= size + 2 || freeBytes(page, image) >= size + 2;
  }

  /** Puts in a cell for which {@link #freeBytes} has room, its pointer included. */
  void insert(int page, byte[] image, int index, byte[] cell, int offset, int size) {
    int header = NodeLayout.headerStart(page);
    int at = allocate(page, image, header, size);
    System.arraycopy(cell, offset, image, at, size);
    int count = NodeLayout.cellCount(image, header);
    int pointer = NodeLayout.pointers(image, header) + 2 * index;
    System.arraycopy(image, pointer, image, pointer + 2, 2 * (count - index));
    PageBytes.putU16(image, pointer, at);
    PageBytes.putU16(image, header + NodeLayout.CELL_COUNT, count + 1);
  }

  /**
   * How far records of a block fit into a leaf as they are, with all else left where it is: the
   * first that does not, or the end.
   */
  int fitting(int page, byte[] image, RowBlock block, int from) {
    int header = NodeLayout.headerStart(page);
    int room = contentStart(page, image, header) - pointersEnd(image, header);
    int[] sizes = block.sizes();
    long[] rowids = block.rowids();
    int at = from;
    for (; at < block.count() && sizes[at] <= format.maxLocal; at++) {
      room -= 2 + format.leafCellSize(sizes[at], rowids[at]);
      if (room < 0) {
        break;
      }
    }
    return at;
  }

  /** Puts records, as many as are {@link #fitting}, behind the last cell of a leaf. */
  void append(int page, byte[] image, RowBlock block, int from, int to) {
    int header = NodeLayout.headerStart(page);
    int content = contentStart(page, image, header);
    int pointer = pointersEnd(image, header);
    int count = NodeLayout.cellCount(image, header);
    byte[] bytes = block.bytes();
    int[] offsets = block.offsets();
    int[] sizes = block.sizes();
    long[] rowids = block.rowids();
    for (int at = from; at < to; at++) {
      int end = content;
      content -= format.leafCellSize(sizes[at], rowids[at]);
      int position = format.beginLeafCell(image, content, sizes[at], rowids[at]);
      System.arraycopy(bytes, offsets[at], image, position, sizes[at]);
      if (position + sizes[at] < end) {
        Arrays.fill(image, position + sizes[at], end, (byte) 0);
      }
      PageBytes.putU16(image, pointer, content);
      pointer += 2;
    }
    PageBytes.putU16(image, header + NodeLayout.CELL_COUNT, count + to - from);
    PageBytes.putU16(image, header + NodeLayout.CONTENT_START, content);
  }

  private int allocate(int page, byte[] image, int header, int size) {
    int end = pointersEnd(image, header);
    int content = contentStart(page, image, header);
    if (content - end >= 2) {
      int at = takeBlock(page, image, header, size);
      if (at != 0) {
        return at;
      }
    }
    if (content - end < size + 2) {
      defragment(page, image);
      content = contentStart(page, image, header);
      if (content - end < size + 2) {
        throw Corruption.at(
            source, page, header, (size + 2) + " bytes of free space, as counted", content - end);
      }
    }
    content -= size;
    PageBytes.putU16(image, header + NodeLayout.CONTENT_START, content);
    return content;
  }

  /** The first free block that is large enough, or 0. */
  private int takeBlock(int page, byte[] image, int header, int size) {
    int link = header + NodeLayout.FIRST_FREEBLOCK;
    int low = contentStart(page, image, header);
    int block = PageBytes.u16(image, link);
    while (block != 0) {
      int blockSize = blockSize(page, image, block, low);
      int rest = blockSize - size;
      if (rest >= MIN_BLOCK) {
        PageBytes.putU16(image, block + 2, rest);
        return block + rest;
      }
      if (rest >= 0) {
        int fragments = (image[header + NodeLayout.FRAGMENTS] & 0xff) + rest;
        if (fragments > MAX_FRAGMENTS) {
          return 0;
        }
        image[header + NodeLayout.FRAGMENTS] = (byte) fragments;
        PageBytes.putU16(image, link, PageBytes.u16(image, block));
        return block;
      }
      low = block + blockSize;
      link = block;
      block = PageBytes.u16(image, block);
    }
    return 0;
  }

  /** Takes out a cell. */
  void remove(int page, byte[] image, int index) {
    int header = NodeLayout.headerStart(page);
    int offset = format.cellOffset(page, image, header, index);
    int size = format.cellSize(page, image, offset, NodeLayout.isLeaf(image[header]));
    int count = NodeLayout.cellCount(image, header) - 1;
    int pointer = NodeLayout.pointers(image, header) + 2 * index;
    System.arraycopy(image, pointer + 2, image, pointer, 2 * (count - index));
    PageBytes.putU16(image, header + NodeLayout.CELL_COUNT, count);
    if (count == 0) {
      PageBytes.putU16(image, header + NodeLayout.FIRST_FREEBLOCK, 0);
      PageBytes.putU16(image, header + NodeLayout.CONTENT_START, usable);
      image[header + NodeLayout.FRAGMENTS] = 0;
    } else {
      release(page, image, header, offset, size);
    }
  }

  /**
   * Puts a cell in place of one of another size by moving those that lie before it, so that no free
   * block comes of it. Where cell after cell changes its size, or each of every few, they are moved
   * once, as far as there is room: the next cell grows into the free block that comes of it, or
   * shrinks and leaves its bytes to it. With the last cell of the page the block is gone, or with
   * the first that changes its size the next time.
   *
   * @param oldSize how large the cell is so far
   * @return false, and the cell left where it is, where they are many bytes, the page is of 32 KiB
   *     or more, there are free blocks among them, or there is no room before them
   */
  boolean resize(int page, byte[] image, int index, int oldSize, byte[] cell, int from, int size) {
    int header = NodeLayout.headerStart(page);
    int offset = format.cellOffset(page, image, header, index);
    int grows = size - oldSize;
    int before = page == resizedPage ? resizedCell : index;
    boolean follows = before < index && index - before - 1 <= MOST_BETWEEN;
    resizedPage = page;
    resizedCell = index;
    if (usable <= LARGEST_OFFSET) {
      if (follows && before < index - 1) {
        bringBlock(page, image, before + 1, index, offset + oldSize);
      }
      closeBlock(page, image, offset);
    }
    int content = contentStart(page, image, header);
    int firstBlock = PageBytes.u16(image, header + NodeLayout.FIRST_FREEBLOCK);
    if (offset >= content
        && firstBlock == offset + oldSize
        && resizeBeforeBlock(page, image, index, offset, cell, from, size)) {
      return true;
    }
    if (offset < content
        || offset - content > MOST_MOVED
        || usable > LARGEST_OFFSET
        || firstBlock != 0 && firstBlock < offset
        || content - grows < pointersEnd(image, header)) {
      return false;
    }
    int pointers = NodeLayout.pointers(image, header);
    int end = pointersEnd(image, header);
    int room = content - end;
    boolean opens = follows && room - grows >= MIN_BLOCK && offset > content && firstBlock == 0;
    int moved = opens ? room : grows;
    System.arraycopy(image, content, image, content - moved, offset - content);
    System.arraycopy(cell, from, image, offset - grows, size);
    PageBytes.putU16(image, header + NodeLayout.CONTENT_START, content - moved);
    if (!PageBytes.addUpTo(image, pointers, end, content, offset, -moved)) {
      throw outOfOrder(page, pointers, content);
    }
    if (opens) {
      PageBytes.putU16(image, pointers + 2 * index, offset - grows);
      putBlock(image, header + NodeLayout.FIRST_FREEBLOCK, offset - moved, moved - grows, 0);
    }
    return true;
  }

  /**
   * Brings the first free block behind a cell: those between the two change places with it.
   *
   * @param from the first of them
   * @param to the cell after the last of them, the one that the block is brought to
   * @param end where that one ends
   */
  private void bringBlock(int page, byte[] image, int from, int to, int end) {
    int header = NodeLayout.headerStart(page);
    int link = header + NodeLayout.FIRST_FREEBLOCK;
    int block = PageBytes.u16(image, link);
    if (block <= end) {
      return;
    }
    int size = blockSize(page, image, block, end);
    int next = PageBytes.u16(image, block);
    boolean leaf = NodeLayout.isLeaf(image[header]);
    int between = 0;
    for (int cell = from; cell < to; cell++) {
      int offset = format.cellOffset(page, image, header, cell);
      if (offset < end || offset >= block) {
        return; // the cells do not lie in their order
      }
      between += format.cellSize(page, image, offset, leaf);
    }
    if (between != block - end) {
      return; // there are others, too
    }
    System.arraycopy(image, end, image, end + size, between);
    int pointers = NodeLayout.pointers(image, header);
    for (int cell = from; cell < to; cell++) {
      int pointer = pointers + 2 * cell;
      PageBytes.putU16(image, pointer, PageBytes.u16(image, pointer) + size);
    }
    putBlock(image, link, end, size, next);
  }

  /** Makes the first free block part of the gap, where it lies before a cell and near the gap. */
  private void closeBlock(int page, byte[] image, int offset) {
    int header = NodeLayout.headerStart(page);
    int link = header + NodeLayout.FIRST_FREEBLOCK;
    int block = PageBytes.u16(image, link);
    int content = contentStart(page, image, header);
    if (block == 0 || block >= offset || block - content > MOST_CLOSED) {
      return;
    }
    int size = blockSize(page, image, block, content);
    int next = PageBytes.u16(image, block);
    int pointers = NodeLayout.pointers(image, header);
    System.arraycopy(image, content, image, content + size, block - content);
    if (!PageBytes.addUpTo(image, pointers, pointersEnd(image, header), content, block - 1, size)) {
      throw outOfOrder(page, pointers, content);
    }
    PageBytes.putU16(image, link, next);
    PageBytes.putU16(image, header + NodeLayout.CONTENT_START, content + size);
  }

  private CorruptException outOfOrder(int page, int pointers, int content) {
    return Corruption.at(
        source, page, pointers, "cell pointers from " + content, "one that is less or too great");
  }

  /**
   * Puts a cell in place of one of another size that lies before the first free block, at the end
   * of both; what is left of them is the first free block then, or none.
   *
   * @return false, and nothing done, where it does not fit or too little would be left for a block
   */
  private boolean resizeBeforeBlock(
      int page, byte[] image, int index, int offset, byte[] cell, int from, int size) {
    int header = NodeLayout.headerStart(page);
    int link = header + NodeLayout.FIRST_FREEBLOCK;
    int block = PageBytes.u16(image, link);
    int at = block + blockSize(page, image, block, offset) - size;
    int next = PageBytes.u16(image, block);
    int rest = at - offset;
    if (rest != 0 && rest < MIN_BLOCK) {
      return false;
    }
    System.arraycopy(cell, from, image, at, size);
    PageBytes.putU16(image, NodeLayout.pointers(image, header) + 2 * index, at);
    if (rest == 0) {
      PageBytes.putU16(image, link, next);
    } else if (offset == contentStart(page, image, header)) {
      PageBytes.putU16(image, link, next);
      PageBytes.putU16(image, header + NodeLayout.CONTENT_START, at);
    } else {
      putBlock(image, link, offset, rest, next);
    }
    return true;
  }

  private static void putBlock(byte[] image, int link, int block, int size, int next) {
    PageBytes.putU16(image, link, block);
    PageBytes.putU16(image, block, next);
    PageBytes.putU16(image, block + 2, size);
  }

  /** Takes out several cells and puts in others, for which there is room then. */
  void change(int page, byte[] image, LeavingCells leaving, ArrivingCells arriving) {
    int count = NodeLayout.cellCount(image, NodeLayout.headerStart(page));
    int few = Math.max(FEW_CELLS, count / SMALL_PART);
    if (leaving.size() + arriving.size() > few || leaving.size() == count) {
      compact(page, image, leaving, arriving);
      return;
    }
    for (int i = leaving.size() - 1; i >= 0; i--) {
      remove(page, image, leaving.cell(i));
    }
    int before = leaving.size(); // how many of those taken out were before the next to be put in
    for (int i = arriving.size() - 1; i >= 0; i--) {
      while (before > 0 && leaving.cell(before - 1) >= arriving.place(i)) {
        before--;
      }
      insert(
          page,
          image,
          arriving.place(i) - before,
          arriving.bytes(),
          arriving.offset(i),
          arriving.length(i));
    }
  }

  /** Makes a range of the content area free, joined with the free blocks on both sides. */
  private void release(int page, byte[] image, int header, int offset, int size) {
    int content = contentStart(page, image, header);
    if (offset < content) {
      throw Corruption.at(
          source, page, offset, "a cell behind the content start " + content, offset);
    }
    int link = header + NodeLayout.FIRST_FREEBLOCK;
    int previous = 0;
    int previousSize = 0;
    int low = content;
    int next = PageBytes.u16(image, link);
    while (next != 0 && next < offset) {
      previousSize = blockSize(page, image, next, low);
      low = next + previousSize;
      previous = next;
      next = PageBytes.u16(image, next);
    }
    int start = offset;
    int end = offset + size;
    int joinedFragments = 0;
    if (next != 0) {
      int nextSize = blockSize(page, image, next, end);
      if (next - end < MIN_BLOCK) {
        joinedFragments = next - end;
        end = next + nextSize;
        next = PageBytes.u16(image, next);
      }
    }
    if (previous != 0) {
      int previousEnd = previous + previousSize;
      if (previousEnd > offset) {
        throw Corruption.at(
            source, page, previous, "a free block that ends by " + offset, previousEnd);
      }
      if (offset - previousEnd < MIN_BLOCK) {
        joinedFragments += offset - previousEnd;
        start = previous;
      }
    }
    dropFragments(page, image, header, joinedFragments);
    if (start == content) {
      PageBytes.putU16(image, header + NodeLayout.FIRST_FREEBLOCK, next);
      PageBytes.putU16(image, header + NodeLayout.CONTENT_START, end);
      return;
    }
    if (start == offset) {
      PageBytes.putU16(image, previous == 0 ? link : previous, start);
    }
    PageBytes.putU16(image, start, next);
    PageBytes.putU16(image, start + 2, end - start);
  }

  private void dropFragments(int page, byte[] image, int header, int bytes) {
    int fragments = image[header + NodeLayout.FRAGMENTS] & 0xff;
    if (fragments < bytes) {
      throw Corruption.at(
          source,
          page,
          header + NodeLayout.FRAGMENTS,
          "at least " + bytes + " fragments",
          fragments);
    }
    image[header + NodeLayout.FRAGMENTS] = (byte) (fragments - bytes);
  }

  /** Moves all cells to the end of the page, so that the free space is in one piece. */
  private void defragment(int page, byte[] image) {
    compact(page, image, NONE, ArrivingCells.NONE);
  }

  /** The same, without some of the cells, and with others. */
  private void compact(int page, byte[] image, LeavingCells without, ArrivingCells with) {
    if (scratch.length < image.length) {
      scratch = new byte[image.length];
    }
    System.arraycopy(image, 0, scratch, 0, image.length);
    int header = NodeLayout.headerStart(page);
    boolean leaf = NodeLayout.isLeaf(image[header]);
    int count = NodeLayout.cellCount(image, header);
    int pointers = NodeLayout.pointers(image, header);
    int left = count - without.size() + with.size();
    int end = pointers + 2 * left;
    int content = usable;
    int pointer = pointers;
    int gone = 0;
    int come = 0;
    for (int i = 0; i < count; i++) {
      for (; come < with.size() && with.place(come) == i; come++) {
        content -= with.length(come);
        requireRoom(page, content, end, pointer);
        System.arraycopy(with.bytes(), with.offset(come), image, content, with.length(come));
        PageBytes.putU16(image, pointer, content);
        pointer += 2;
      }
      if (gone < without.size() && without.cell(gone) == i) {
        gone++;
        continue;
      }
      int offset = format.cellOffset(page, scratch, header, i);
      int size = format.cellSize(page, scratch, offset, leaf);
      content -= size;
      requireRoom(page, content, end, pointers + 2 * i);
      System.arraycopy(scratch, offset, image, content, size);
      PageBytes.putU16(image, pointer, content);
      pointer += 2;
    }
    PageBytes.putU16(image, header + NodeLayout.CELL_COUNT, left);
    PageBytes.putU16(image, header + NodeLayout.FIRST_FREEBLOCK, 0);
    PageBytes.putU16(image, header + NodeLayout.CONTENT_START, content);
    image[header + NodeLayout.FRAGMENTS] = 0;
  }

  private void requireRoom(int page, int content, int end, int pointer) {
    if (content < end) {
      throw Corruption.at(source, page, pointer, "cells that do not overlap", content);
    }
  }

  /**
   * Writes a page anew.
   *
   * @param rightChild for interior pages only
   */
  void rebuild(int page, byte[] image, int type, CellList cells, int from, int to, int rightChild) {
    initialize(page, image, type);
    int header = NodeLayout.headerStart(page);
    int pointers = NodeLayout.pointers(image, header);
    int content = usable;
    int end = pointers + 2 * (to - from);
    int i = from;
    while (i < to) {
      // Cells that follow each other backwards, as here they will, are copied together.
      int last = cells.offset(i) + cells.size(i);
      int first = last;
      while (i < to && cells.offset(i) + cells.size(i) == first) {
        first = cells.offset(i);
        content -= cells.size(i);
        if (content < end) {
          throw Corruption.at(source, page, header, "cells that fit the page", to - from);
        }
        PageBytes.putU16(image, pointers + 2 * (i - from), content);
        i++;
      }
      System.arraycopy(cells.bytes(), first, image, content, last - first);
    }
    PageBytes.putU16(image, header + NodeLayout.CELL_COUNT, to - from);
    PageBytes.putU16(image, header + NodeLayout.CONTENT_START, content);
    if (!NodeLayout.isLeaf(type)) {
      PageBytes.putI32(image, header + NodeLayout.RIGHT_CHILD, rightChild);
    }
  }

  private static int pointersEnd(byte[] image, int header) {
    return NodeLayout.pointers(image, header) + 2 * NodeLayout.cellCount(image, header);
  }

  private int contentStart(int page, byte[] image, int header) {
    int content = NodeLayout.contentStart(image, header);
    int least = pointersEnd(image, header);
    if (content < least || content > usable) {
      throw Corruption.at(
          source,
          page,
          header + NodeLayout.CONTENT_START,
          "a content start from " + least + " to " + usable,
          content);
    }
    return content;
  }

  /** The size of a free block, which must begin at or after {@code low}. */
  private int blockSize(int page, byte[] image, int block, int low) {
    if (block < low || block > usable - MIN_BLOCK) {
      throw Corruption.at(
          source, page, 0, "a free block from " + low + " to " + (usable - MIN_BLOCK), block);
    }
    int size = PageBytes.u16(image, block + 2);
    if (size < MIN_BLOCK || block + size > usable) {
      throw Corruption.at(
          source, page, block + 2, "a free block of 4 to " + (usable - block) + " bytes", size);
    }
    return size;
  }
}
