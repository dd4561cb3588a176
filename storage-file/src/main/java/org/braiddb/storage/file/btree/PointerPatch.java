package org.braiddb.storage.file.btree;

import java.util.function.IntUnaryOperator;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;
import org.braiddb.storage.record.Varint;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the provisional (negative) page numbers that are stored in a page by final ones: child
 * pointers, the right child, the first overflow page of each cell, the next page of a chain. Images
 * are not written into: the first pointer found makes a copy. Not for page 1.
 */
public final class PointerPatch {
  private final PageSource source;
  private final CellFormat tables;
  private final CellFormat indexes;
  private final IntUnaryOperator finalNumber;

  private byte @Nullable [] patched;

  /**
   * A patch of the pages of one transaction.
   *
   * @param source names and sizes; not read from
   * @param finalNumber from a provisional number to the final one
   */
  public PointerPatch(PageSource source, IntUnaryOperator finalNumber) {
    this.source = source;
    this.tables = new CellFormat(source, TreeKind.TABLE);
    this.indexes = new CellFormat(source, TreeKind.INDEX);
    this.finalNumber = finalNumber;
  }

  /** The image of an overflow page with final pointers: the same array where nothing changes. */
  public byte[] overflowPage(byte[] image) {
    patched = null;
    patch(image, 0);
    return result(image);
  }

  /** The image of a node with final pointers: the same array where nothing changes. */
  public byte[] node(int page, byte[] image) {
    patched = null;
    int type = image[0];
    boolean leaf = NodeLayout.isLeaf(type);
    CellFormat format = type == tables.type(leaf) ? tables : indexes;
    if (type != format.type(leaf)) {
      throw Corruption.at(source, page, 0, "a page of a tree", type);
    }
    int count = NodeLayout.cellCount(image, 0);
    for (int i = 0; i < count; i++) {
      int offset = format.cellOffset(page, image, 0, i);
      if (!leaf) {
        patch(image, offset);
      }
      if (leaf || !format.table) {
        patchOverflow(format, page, image, offset, leaf);
      }
    }
    if (!leaf) {
      patch(image, NodeLayout.RIGHT_CHILD);
    }
    return result(image);
  }

  private void patchOverflow(CellFormat format, int page, byte[] image, int offset, boolean leaf) {
    int position = leaf ? offset : offset + CellFormat.POINTER_SIZE;
    int size = (int) Varint.read(image, position);
    if (size < 0 || size > format.maxLocal) {
      patch(image, offset + format.exactSize(page, image, offset, leaf) - CellFormat.POINTER_SIZE);
    }
  }

  private void patch(byte[] image, int offset) {
    int stored = PageBytes.i32(image, offset);
    if (stored < 0) {
      byte[] target = patched;
      if (target == null) {
        target = image.clone();
        patched = target;
      }
      PageBytes.putI32(target, offset, finalNumber.applyAsInt(stored));
    }
  }

  private byte[] result(byte[] image) {
    byte[] copy = patched;
    patched = null;
    return copy == null ? image : copy;
  }
}
