package org.braiddb.storage.file.btree;

import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;

/**
 * Layout of a B-tree page.
 *
 * <pre>
 *  offset size  from the header's start: 100 in page 1, else 0
 *    0     1    type: 2 interior index, 5 interior table, 10 leaf index, 13 leaf table
 *    1     2    first free block, 0 for none
 *    3     2    number of cells
 *    5     2    start of the cell content area; 0 means 65536
 *    7     1    fragmented free bytes
 *    8     4    right child (interior pages only)
 *  8/12   2·n   cell pointers, in key order
 * </pre>
 *
 * <p>A free block is two 16-bit numbers, the next block's offset and its own size, and whatever
 * follows. Source: SQLite, "Database File Format", section 1.6.
 */
final class NodeLayout {
  static final int INTERIOR_INDEX = 2;
  static final int INTERIOR_TABLE = 5;
  static final int LEAF_INDEX = 10;
  static final int LEAF_TABLE = 13;

  static final int FIRST_FREEBLOCK = 1;
  static final int CELL_COUNT = 3;
  static final int CONTENT_START = 5;
  static final int FRAGMENTS = 7;
  static final int RIGHT_CHILD = 8;

  static final int LEAF_HEADER_SIZE = 8;
  static final int INTERIOR_HEADER_SIZE = 12;

  /** The bit of the type that distinguishes leaves from interior pages. */
  private static final int LEAF_BIT = 8;

  /** Room for a free block's own two numbers: the smallest cell and the smallest free block. */
  static final int MIN_CELL_SIZE = 4;

  private NodeLayout() {}

  static int headerStart(int page) {
    return page == 1 ? DatabaseHeader.SIZE : 0;
  }

  static boolean isLeaf(int type) {
    return (type & LEAF_BIT) != 0;
  }

  static int headerSize(int type) {
    return isLeaf(type) ? LEAF_HEADER_SIZE : INTERIOR_HEADER_SIZE;
  }

  static int cellCount(byte[] image, int header) {
    return PageBytes.u16(image, header + CELL_COUNT);
  }

  static int contentStart(byte[] image, int header) {
    int start = PageBytes.u16(image, header + CONTENT_START);
    return start == 0 ? 65536 : start;
  }

  static int rightChild(byte[] image, int header) {
    return PageBytes.i32(image, header + RIGHT_CHILD);
  }

  /** Where the cell pointers begin. */
  static int pointers(byte[] image, int header) {
    return header + headerSize(image[header]);
  }
}
