package org.braiddb.storage.file.btree;

import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;
import org.braiddb.storage.record.Varint;

/**
 * Finds the page numbers that are stored in a node: the child pointers, the right child, the first
 * overflow page of each cell. The next page of an overflow chain is in an overflow page's first
 * four bytes.
 */
public final class PagePointers {
  private final PageSource source;
  private final CellFormat tables;
  private final CellFormat indexes;

  /**
   * The pointers of one database's pages.
   *
   * @param source names and sizes; not read from
   */
  public PagePointers(PageSource source) {
    this.source = source;
    this.tables = new CellFormat(source, TreeKind.TABLE);
    this.indexes = new CellFormat(source, TreeKind.INDEX);
  }

  /** Is given each pointer. */
  public interface Visitor {
    /**
     * A child of the node.
     *
     * @param offset where in the image the number is stored
     */
    void child(int offset, int page);

    /** The first overflow page of a cell of the node. */
    void overflow(int offset, int page);
  }

  /**
   * Visits the pointers in a node's image.
   *
   * @throws org.braiddb.storage.CorruptException where the image is not a node
   */
  public void visit(int page, byte[] image, Visitor visitor) {
    int header = NodeLayout.headerStart(page);
    int type = image[header];
    boolean leaf = NodeLayout.isLeaf(type);
    CellFormat format = type == tables.type(leaf) ? tables : indexes;
    if (type != format.type(leaf)) {
      throw Corruption.at(source, page, header, "a page of a tree", type);
    }
    int count = NodeLayout.cellCount(image, header);
    for (int i = 0; i < count; i++) {
      int offset = format.cellOffset(page, image, header, i);
      if (!leaf) {
        visitor.child(offset, PageBytes.i32(image, offset));
      }
      if (leaf || !format.table) {
        visitOverflow(format, page, image, offset, leaf, visitor);
      }
    }
    if (!leaf) {
      int link = header + NodeLayout.RIGHT_CHILD;
      visitor.child(link, PageBytes.i32(image, link));
    }
  }

  private static void visitOverflow(
      CellFormat format, int page, byte[] image, int offset, boolean leaf, Visitor visitor) {
    int position = leaf ? offset : offset + CellFormat.POINTER_SIZE;
    int size = (int) Varint.read(image, position);
    if (size < 0 || size > format.maxLocal) {
      int exact = format.exactSize(page, image, offset, leaf);
      int link = offset + exact - CellFormat.POINTER_SIZE;
      visitor.overflow(link, PageBytes.i32(image, link));
    }
  }
}
