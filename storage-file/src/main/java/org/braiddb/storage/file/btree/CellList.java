package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.file.page.PageBytes;

/**
 * Cells copied out of pages, while balancing lays them out anew. A list can hold more than a page
 * can: it is then the content of an overfull page that exists nowhere else. Reused.
 */
final class CellList {
  private final int firstBytes;
  private byte[] bytes = {};
  private int used;
  private int[] offsets = {};
  private int[] sizes = {};
  private int count;

  /** The right child of the overfull interior page that this list stands for. */
  int rightChild;

  /** The page type of the overfull page that this list stands for. */
  int type;

  /** An empty list that makes room for so many bytes with its first cell. */
  CellList(int firstBytes) {
    this.firstBytes = firstBytes;
  }

  void clear() {
    used = 0;
    count = 0;
  }

  byte[] bytes() {
    return bytes;
  }

  int count() {
    return count;
  }

  int offset(int index) {
    return offsets[index];
  }

  int size(int index) {
    return sizes[index];
  }

  /** Appends a copy of a cell. */
  void add(byte[] source, int offset, int size) {
    append(copy(source, offset, size), size);
  }

  /** Appends a range of cells of a page. */
  void addPage(CellFormat format, int page, byte[] image, int from, int to) {
    int base = copy(image, 0, image.length);
    int header = NodeLayout.headerStart(page);
    boolean leaf = NodeLayout.isLeaf(image[header]);
    int pointers = NodeLayout.pointers(image, header);
    int low = pointers + 2 * NodeLayout.cellCount(image, header);
    int high = format.usable - NodeLayout.MIN_CELL_SIZE;
    reserveCells(to - from);
    for (int i = from; i < to; i++) {
      int offset = PageBytes.u16(image, pointers + 2 * i);
      if (offset < low || offset > high) {
        format.cellOffset(page, image, header, i); // refuses it
      }
      offsets[count] = base + offset;
      sizes[count++] = format.cellSize(page, image, offset, leaf);
    }
  }

  /** Appends all cells of another list. */
  void addAll(CellList other) {
    int base = copy(other.bytes, 0, other.used);
    reserveCells(other.count);
    System.arraycopy(other.sizes, 0, sizes, count, other.count);
    for (int i = 0; i < other.count; i++) {
      offsets[count++] = base + other.offsets[i];
    }
  }

  /** Appends a divider as a cell of an index leaf: without its child pointer, padded to 4 bytes. */
  void addWithoutChild(byte[] image, int offset, int size) {
    int length = size - CellFormat.POINTER_SIZE;
    int at = copy(image, offset + CellFormat.POINTER_SIZE, length);
    int padded = Math.max(length, NodeLayout.MIN_CELL_SIZE);
    reserve(padded - length);
    Arrays.fill(bytes, used, used + padded - length, (byte) 0);
    used += padded - length;
    append(at, padded);
  }

  /** Appends a cell made of a child pointer and the bytes of another. */
  void addWithChild(int child, byte[] source, int offset, int size) {
    reserve(CellFormat.POINTER_SIZE);
    int at = used;
    PageBytes.putI32(bytes, at, child);
    used += CellFormat.POINTER_SIZE;
    copy(source, offset, size);
    append(at, size + CellFormat.POINTER_SIZE);
  }

  /** The left child of a cell of an interior page. */
  int child(int index) {
    return PageBytes.i32(bytes, offsets[index]);
  }

  void setChild(int index, int child) {
    PageBytes.putI32(bytes, offsets[index], child);
  }

  private int copy(byte[] source, int offset, int size) {
    reserve(size);
    System.arraycopy(source, offset, bytes, used, size);
    used += size;
    return used - size;
  }

  private void reserve(int size) {
    if (used + size > bytes.length) {
      int doubled = Math.max(firstBytes, 2 * bytes.length);
      bytes = Arrays.copyOf(bytes, Math.max(used + size, doubled));
    }
  }

  private void append(int offset, int size) {
    reserveCells(1);
    offsets[count] = offset;
    sizes[count] = size;
    count++;
  }

  private void reserveCells(int more) {
    if (count + more > offsets.length) {
      int capacity = Math.max(64, 2 * (count + more));
      offsets = Arrays.copyOf(offsets, capacity);
      sizes = Arrays.copyOf(sizes, capacity);
    }
  }
}
