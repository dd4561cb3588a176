package org.braiddb.storage.file.btree;

import java.util.function.IntUnaryOperator;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;
import org.jspecify.annotations.Nullable;

/**
 * Replaces the provisional (negative) page numbers that are stored in a page by final ones: child
 * pointers, the right child, the first overflow page of each cell, the next page of a chain. Images
 * are not written into: the first pointer found makes a copy. Not for page 1.
 */
public final class PointerPatch implements PagePointers.Visitor {
  private final PagePointers pointers;
  private final IntUnaryOperator finalNumber;

  private byte[] original = {};
  private byte @Nullable [] patched;

  /**
   * A patch of the pages of one transaction.
   *
   * @param source names and sizes; not read from
   * @param finalNumber from a provisional number to the final one
   */
  public PointerPatch(PageSource source, IntUnaryOperator finalNumber) {
    this.pointers = new PagePointers(source);
    this.finalNumber = finalNumber;
  }

  /** The image of an overflow page with final pointers: the same array where nothing changes. */
  public byte[] overflowPage(byte[] image) {
    start(image);
    patch(0, PageBytes.i32(image, 0));
    return result();
  }

  /** The image of a node with final pointers: the same array where nothing changes. */
  public byte[] node(int page, byte[] image) {
    start(image);
    pointers.visit(page, image, this);
    return result();
  }

  /** The same for a node of a tree without new overflow pages: of a leaf nothing changes. */
  public byte[] nodeWithoutChains(int page, byte[] image) {
    boolean leaf = NodeLayout.isLeaf(image[NodeLayout.headerStart(page)]);
    return leaf ? image : node(page, image);
  }

  @Override
  public void child(int offset, int page) {
    patch(offset, page);
  }

  @Override
  public void overflow(int offset, int page) {
    patch(offset, page);
  }

  private void patch(int offset, int stored) {
    if (stored < 0) {
      byte[] target = patched;
      if (target == null) {
        target = original.clone();
        patched = target;
      }
      PageBytes.putI32(target, offset, finalNumber.applyAsInt(stored));
    }
  }

  private void start(byte[] image) {
    original = image;
    patched = null;
  }

  private byte[] result() {
    byte[] copy = patched;
    return copy == null ? original : copy;
  }
}
