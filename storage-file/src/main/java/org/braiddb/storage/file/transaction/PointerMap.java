package org.braiddb.storage.file.transaction;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.file.btree.PagePointers;
import org.braiddb.storage.file.concurrency.TreeControl;
import org.braiddb.storage.file.page.DatabaseHeader;
import org.braiddb.storage.file.page.PageBytes;

/**
 * The pointer map of an auto-vacuum database: for each page what it is, and which page points to
 * it, so that a page can be moved.
 *
 * <pre>
 *  type                     parent
 *  1 root of a tree         0
 *  2 free page              0
 *  3 first overflow page    the node with the cell
 *  4 other overflow page    the overflow page before it
 *  5 other node of a tree   its parent
 * </pre>
 *
 * <p>An entry is five bytes, the type and the parent's number, in the map page that precedes the
 * pages it is about. Source: SQLite, "Database File Format", section 1.8.
 *
 * <p>Trees know nothing of it. An entry changes only if the page that points there is written, so
 * {@link #refresh()} derives all that may have changed from the transaction's private pages; it
 * runs before the map is read and before a commit. Only roots, to which no page points, are entered
 * when they are made.
 */
final class PointerMap {
  static final int ROOT = 1;
  static final int FREE = 2;
  static final int FIRST_OVERFLOW = 3;
  static final int NEXT_OVERFLOW = 4;
  static final int NODE = 5;

  private final TransactionPages pages;
  private final PageFormat format;
  private final PagePointers pointers;

  PointerMap(TransactionPages pages) {
    this.pages = pages;
    this.format = pages.format();
    this.pointers = new PagePointers(new TreePages(pages, TreeControl.NONE, 0));
  }

  /** Whether a database has one: it is an auto-vacuum database. */
  static boolean isKept(TransactionPages pages) {
    return DatabaseHeader.field(pages.read(1), DatabaseHeader.LARGEST_ROOT_OFFSET) != 0;
  }

  /** The type of a page, 0 where the map says nothing. */
  int type(int page) {
    int map = format.pointerMap(page);
    return pages.read(map)[PageFormat.pointerMapOffset(map, page)];
  }

  int parent(int page) {
    int map = format.pointerMap(page);
    return PageBytes.i32(pages.read(map), PageFormat.pointerMapOffset(map, page) + 1);
  }

  void put(int page, int type, int parent) {
    put(page, type, parent, parent, 0);
  }

  /**
   * Enters a page.
   *
   * @param holder the page that its number was read in
   * @param at where in that page
   */
  private void put(int page, int type, int parent, int holder, int at) {
    if (page < 3 || page > pages.pageCount() || format.isReserved(page, true)) {
      throw CorruptException.at(
          format.description(),
          holder,
          at,
          "a page from 3 to " + pages.pageCount() + " that is not one of the pointer map",
          Integer.toUnsignedString(page));
    }
    int map = format.pointerMap(page);
    int offset = PageFormat.pointerMapOffset(map, page);
    byte[] image = pages.read(map);
    if (image[offset] != type || PageBytes.i32(image, offset + 1) != parent) {
      byte[] written = pages.write(map, PageRole.NONE);
      written[offset] = (byte) type;
      PageBytes.putI32(written, offset + 1, parent);
    }
  }

  /** The error for a page that is something else by the map than it has to be. */
  CorruptException wrongType(int page, String expected) {
    int map = format.pointerMap(page);
    return CorruptException.at(
        format.description(),
        map,
        PageFormat.pointerMapOffset(map, page),
        "page " + page + " to be " + expected,
        "type " + type(page));
  }

  /** Brings the map up to what the private pages say. */
  void refresh() {
    List<PrivatePage> changed = new ArrayList<>(pages.privatePages().size());
    pages.privatePages().forEach(changed::add);
    for (PrivatePage own : changed) {
      if (!format.isReserved(own.page, true)) {
        byte[] image = pages.privatePages().peek(own);
        if (own.page == 1 || own.role.inTree()) {
          putTargets(own.page, image, own.page != 1 && own.role.overflow());
        } else {
          putTrunk(own.page, image);
        }
      }
    }
  }

  /** Enters the pages to which a page of a tree points. */
  void putTargets(int page, byte[] image, boolean overflow) {
    if (overflow) {
      int next = PageBytes.i32(image, 0);
      if (next != 0) {
        put(next, NEXT_OVERFLOW, page);
      }
      return;
    }
    pointers.visit(
        page,
        image,
        new PagePointers.Visitor() {
          @Override
          public void child(int offset, int target) {
            put(target, NODE, page, page, offset);
          }

          @Override
          public void overflow(int offset, int target) {
            put(target, FIRST_OVERFLOW, page, page, offset);
          }
        });
  }

  private void putTrunk(int page, byte[] image) {
    put(page, FREE, 0);
    int leaves = Math.clamp(PageBytes.i32(image, 4), 0, format.trunkMaximum());
    for (int i = 0; i < leaves; i++) {
      put(PageBytes.i32(image, 8 + 4 * i), FREE, 0, page, 8 + 4 * i);
    }
  }

  /** Makes the page that points to another one point elsewhere. */
  void redirect(int parent, int type, int from, int to) {
    if (parent < 1 || parent > pages.pageCount()) {
      int map = format.pointerMap(from);
      throw CorruptException.at(
          format.description(),
          map,
          PageFormat.pointerMapOffset(map, from) + 1,
          "the page from 1 to " + pages.pageCount() + " that points to page " + from,
          Integer.toUnsignedString(parent));
    }
    byte[] image = pages.write(parent, type == NEXT_OVERFLOW ? PageRole.OVERFLOW : PageRole.NODE);
    if (type == NEXT_OVERFLOW) {
      if (PageBytes.i32(image, 0) != from) {
        throw noPointer(parent, from);
      }
      PageBytes.putI32(image, 0, to);
      return;
    }
    int[] found = new int[1];
    pointers.visit(
        parent,
        image,
        new PagePointers.Visitor() {
          @Override
          public void child(int offset, int target) {
            if (type == NODE && target == from) {
              found[0] = offset;
            }
          }

          @Override
          public void overflow(int offset, int target) {
            if (type == FIRST_OVERFLOW && target == from) {
              found[0] = offset;
            }
          }
        });
    if (found[0] == 0) {
      throw noPointer(parent, from);
    }
    PageBytes.putI32(image, found[0], to);
  }

  private CorruptException noPointer(int parent, int page) {
    return CorruptException.at(
        format.description(), parent, 0, "a pointer to page " + page + ", as the map says", "none");
  }
}
