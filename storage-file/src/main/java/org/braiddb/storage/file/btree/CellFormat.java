package org.braiddb.storage.file.btree;

import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;
import org.braiddb.storage.record.Varint;

/**
 * How the cells of one kind of tree are laid out at one page size, and how much of a payload stays
 * in its page.
 *
 * <pre>
 *  table leaf       varint payload size, varint rowid, local payload [, u32 first overflow page]
 *  table interior   u32 left child, varint rowid
 *  index leaf       varint payload size, local payload [, u32 first overflow page]
 *  index interior   u32 left child, then as index leaf
 * </pre>
 *
 * <p>With U the usable size, a payload stays whole up to X = U-35 in table leaves and X =
 * (U-12)·64/255-23 in index pages; of a larger one K = M+((P-M) mod (U-4)) bytes stay if K ≤ X,
 * else M = (U-12)·32/255-23. A cell takes at least 4 bytes of its page. Source: SQLite, "Database
 * File Format", section 1.6.
 */
final class CellFormat {
  /** The child pointer of interior cells, and the page number that ends a cell with overflow. */
  static final int POINTER_SIZE = 4;

  final boolean table;
  final int usable;
  final int maxLocal;
  final int minLocal;

  private final PageSource source;

  CellFormat(PageSource source, TreeKind kind) {
    this.source = source;
    table = kind == TreeKind.TABLE;
    usable = source.usableSize();
    minLocal = (usable - 12) * 32 / 255 - 23;
    maxLocal = table ? usable - 35 : (usable - 12) * 64 / 255 - 23;
  }

  int type(boolean leaf) {
    if (table) {
      return leaf ? NodeLayout.LEAF_TABLE : NodeLayout.INTERIOR_TABLE;
    }
    return leaf ? NodeLayout.LEAF_INDEX : NodeLayout.INTERIOR_INDEX;
  }

  /** How many bytes of a payload stay in the page. */
  int local(int payloadSize) {
    if (payloadSize <= maxLocal) {
      return payloadSize;
    }
    int surplus = minLocal + (payloadSize - minLocal) % (usable - POINTER_SIZE);
    return surplus <= maxLocal ? surplus : minLocal;
  }

  /** How many overflow pages a payload needs beside its local part. */
  int overflowPages(int payloadSize) {
    int rest = payloadSize - local(payloadSize);
    int perPage = usable - POINTER_SIZE;
    return (int) (((long) rest + perPage - 1) / perPage);
  }

  /**
   * The offset of a cell in its page.
   *
   * @throws org.braiddb.storage.CorruptException where it points outside the cell content
   */
  int cellOffset(int page, byte[] image, int header, int index) {
    int pointers = NodeLayout.pointers(image, header);
    int pointer = pointers + 2 * index;
    int offset = PageBytes.u16(image, pointer);
    int low = pointers + 2 * NodeLayout.cellCount(image, header);
    if (offset < low || offset > usable - NodeLayout.MIN_CELL_SIZE) {
      throw Corruption.at(
          source,
          page,
          pointer,
          "a cell pointer from " + low + " to " + (usable - NodeLayout.MIN_CELL_SIZE),
          offset);
    }
    return offset;
  }

  /** The bytes that the cell of a payload that stays whole takes in a leaf of an index. */
  int indexCellSize(int payloadSize) {
    return Math.max(NodeLayout.MIN_CELL_SIZE, Varint.size(payloadSize) + payloadSize);
  }

  /**
   * Writes what comes before the payload in a cell of a leaf.
   *
   * @param rowid of a table's
   * @return where the payload begins
   */
  int beginLeafCell(byte[] target, int offset, int payloadSize, long rowid) {
    int position = offset + Varint.write(target, offset, payloadSize);
    return table ? position + Varint.write(target, position, rowid) : position;
  }

  /**
   * The bytes that such a cell takes in a leaf of this kind of tree.
   *
   * @param rowid of a table's
   */
  int leafCellSize(int payloadSize, long rowid) {
    return table
        ? Math.max(
            NodeLayout.MIN_CELL_SIZE, Varint.size(payloadSize) + Varint.size(rowid) + payloadSize)
        : indexCellSize(payloadSize);
  }

  /** The bytes that a cell takes in its page, at least 4, all of them before the usable end. */
  int cellSize(int page, byte[] image, int offset, boolean leaf) {
    int size = smallSize(image, offset, leaf);
    return Math.max(
        NodeLayout.MIN_CELL_SIZE, size > 0 ? size : exactSize(page, image, offset, leaf));
  }

  /** The size of a cell whose payload is short and all in its page; 0 for any other. */
  private int smallSize(byte[] image, int offset, boolean leaf) {
    int position = leaf ? offset : offset + POINTER_SIZE;
    if (position + 1 + Varint.MAX_LENGTH > usable || table && !leaf) {
      return 0;
    }
    int payloadSize = image[position];
    if (payloadSize < 0 || payloadSize > maxLocal) {
      return 0;
    }
    int rowid = table ? Varint.length(image, position + 1) : 0;
    int end = position + 1 + rowid + payloadSize;
    return end > usable ? 0 : end - offset;
  }

  /** Whether a payload is all in its page; false also where its size takes more than two bytes. */
  boolean isLocal(byte[] image, int offset, boolean leaf) {
    int position = leaf ? offset : offset + POINTER_SIZE;
    if (position + 1 >= usable) {
      return false;
    }
    int size = image[position];
    if (size < 0) {
      int second = image[position + 1];
      size = second < 0 ? Integer.MAX_VALUE : (size & 0x7f) << 7 | second;
    }
    return size <= maxLocal;
  }

  /** As {@link #cellSize} without the padding of very small cells. */
  int exactSize(int page, byte[] image, int offset, boolean leaf) {
    int position = offset + (leaf ? 0 : POINTER_SIZE);
    if (table && !leaf) {
      return position + varintLength(page, image, position) - offset;
    }
    int length = varintLength(page, image, position);
    int payloadSize = payloadSize(page, position, Varint.read(image, position));
    position += length;
    if (table) {
      position += varintLength(page, image, position);
    }
    int local = local(payloadSize);
    int end = position + local + (local < payloadSize ? POINTER_SIZE : 0);
    if (end > usable) {
      throw Corruption.at(source, page, offset, "a cell that ends by " + usable, end);
    }
    return end - offset;
  }

  /** Checks a payload size read from a page. */
  int payloadSize(int page, int offset, long size) {
    if (size >>> 31 != 0) {
      throw Corruption.at(
          source, page, offset, "a payload size below 2^31", Long.toUnsignedString(size));
    }
    return (int) size;
  }

  /** The length of the varint at an offset, which must end before the usable end. */
  int varintLength(int page, byte[] image, int offset) {
    int length = Varint.length(image, offset, usable);
    if (length < 0) {
      throw Corruption.at(source, page, offset, "a varint", "the end of the page");
    }
    return length;
  }

  /** The first overflow page of a cell of a given size whose payload is not all local. */
  static int overflowPointer(byte[] image, int offset, int exactSize) {
    return PageBytes.i32(image, offset + exactSize - POINTER_SIZE);
  }
}
