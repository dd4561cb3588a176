package org.braiddb.storage.file.transaction;

import java.util.BitSet;
import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Facets;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.btree.BTree;
import org.braiddb.storage.file.concurrency.TreeControl;
import org.braiddb.storage.file.page.DatabaseHeader;

/**
 * What is particular to writing an auto-vacuum database, by its one writer.
 *
 * <ol>
 *   <li>V1: the roots of all trees come first: from page 3 to the one that the header names, with
 *       nothing else between them but pages of the pointer map and the lock-byte page.
 *   <li>V2: at a commit the {@link PointerMap} says of every page what points to it.
 *   <li>V3: in FULL mode there is no free page after a commit.
 * </ol>
 *
 * <p>Pages are moved only while no cursor relies on where they are.
 */
final class AutoVacuum {
  private final TransactionPages pages;
  private final PageFormat format;
  private final PointerMap map;

  AutoVacuum(TransactionPages pages) {
    this.pages = pages;
    this.format = pages.format();
    this.map = new PointerMap(pages);
  }

  // ---- the mode

  static Facets.AutoVacuum.Mode mode(TransactionPages pages) {
    if (!PointerMap.isKept(pages)) {
      return Facets.AutoVacuum.Mode.NONE;
    }
    int incremental = DatabaseHeader.field(pages.read(1), DatabaseHeader.INCREMENTAL_VACUUM_OFFSET);
    return incremental == 0 ? Facets.AutoVacuum.Mode.FULL : Facets.AutoVacuum.Mode.INCREMENTAL;
  }

  /** Sets the mode where that can be done; see {@link Facets.AutoVacuum#setMode}. */
  static boolean setMode(TransactionPages pages, Facets.AutoVacuum.Mode mode) {
    Facets.AutoVacuum.Mode present = mode(pages);
    if (present == mode) {
      return true;
    }
    boolean mapKept = mode != Facets.AutoVacuum.Mode.NONE;
    boolean mapStays = mapKept == (present != Facets.AutoVacuum.Mode.NONE);
    if (!mapStays && pages.pageCount() > 1) {
      return false;
    }
    byte[] page1 = pages.write(1, PageRole.NODE);
    if (!mapStays) {
      DatabaseHeader.setField(page1, DatabaseHeader.LARGEST_ROOT_OFFSET, mapKept ? 1 : 0);
    }
    DatabaseHeader.setField(
        page1,
        DatabaseHeader.INCREMENTAL_VACUUM_OFFSET,
        mode == Facets.AutoVacuum.Mode.INCREMENTAL ? 1 : 0);
    return true;
  }

  // ---- roots

  private int largestRoot() {
    return DatabaseHeader.field(pages.read(1), DatabaseHeader.LARGEST_ROOT_OFFSET);
  }

  private void setLargestRoot(int root) {
    DatabaseHeader.setField(
        pages.write(1, PageRole.NODE), DatabaseHeader.LARGEST_ROOT_OFFSET, root);
  }

  /** Makes an empty tree behind the other roots (V1); what was there is moved away. */
  int createRoot(TreeKind kind) {
    int largest = largestRoot();
    checkLargestRoot(largest);
    int root = largest + 1;
    while (format.isReserved(root, true)) {
      root++;
    }
    if (root > pages.pageCount()) {
      pages.extend();
    } else if (!pages.freeList().takeExactly(root)) {
      map.refresh();
      int type = map.type(root);
      if (type != PointerMap.NODE
          && type != PointerMap.FIRST_OVERFLOW
          && type != PointerMap.NEXT_OVERFLOW) {
        throw map.wrongType(root, "a node or an overflow page");
      }
      move(root, pages.freeList().allocate());
    }
    pages.writeFresh(root, PageRole.NODE);
    BTree.initialize(new TreePages(pages, TreeControl.NONE, root), root, kind);
    map.put(root, PointerMap.ROOT, 0);
    setLargestRoot(root);
    return root;
  }

  private void checkLargestRoot(int largest) {
    if (largest < 1 || largest > pages.pageCount()) {
      throw CorruptException.at(
          format.description(),
          1,
          DatabaseHeader.LARGEST_ROOT_OFFSET,
          "a largest root from 1 to " + pages.pageCount(),
          Integer.toUnsignedString(largest));
    }
  }

  /**
   * Closes the gap that a dropped tree leaves among the roots (V1).
   *
   * @param root the dropped tree's root, which is free now
   * @return the root that was moved there; 0 for none
   */
  int closeGap(int root) {
    int largest = largestRoot();
    checkLargestRoot(largest);
    int moved = 0;
    if (root != largest) {
      map.refresh();
      if (map.type(largest) != PointerMap.ROOT) {
        throw map.wrongType(largest, "a root");
      }
      if (!pages.freeList().takeExactly(root)) {
        throw CorruptException.at(
            format.description(),
            1,
            DatabaseHeader.FREELIST_TRUNK_OFFSET,
            "page " + root + " in the free list",
            "a list without it");
      }
      move(largest, root);
      pages.freeList().free(largest);
      moved = largest;
    }
    int last = largest - 1;
    while (last > 1 && format.isReserved(last, true)) {
      last--;
    }
    setLargestRoot(last);
    return moved;
  }

  // ---- moving pages

  /** Moves a page that is in use to one that is not and belongs to nobody. */
  private void move(int from, int to) {
    int type = map.type(from);
    int parent = map.parent(from);
    boolean overflow = type == PointerMap.FIRST_OVERFLOW || type == PointerMap.NEXT_OVERFLOW;
    byte[] content = pages.read(from);
    byte[] image = pages.writeFresh(to, overflow ? PageRole.OVERFLOW : PageRole.NODE);
    System.arraycopy(content, 0, image, 0, image.length);
    pages.forget(from);
    map.putTargets(to, image, overflow);
    if (type != PointerMap.ROOT) {
      map.redirect(parent, type, from, to);
    }
    map.put(to, type, parent);
  }

  /**
   * Removes pages from the end of the database; those in use are moved to free ones before.
   *
   * @param most how many at most
   */
  void shrink(int most) {
    BitSet free = pages.freeList().all();
    if (free.isEmpty() || most <= 0) {
      return;
    }
    map.refresh();
    int last = cutReserved(pages.pageCount());
    for (int removed = 0; removed < most && !free.isEmpty(); removed++) {
      if (free.get(last)) {
        free.clear(last);
      } else {
        checkMovable(last);
        int to = free.nextSetBit(2);
        free.clear(to);
        move(last, to);
      }
      pages.forget(last);
      last = cutReserved(last - 1);
    }
    pages.freeList().rebuild(free, last);
  }

  /** The last page up to a given one that is not a page of the map; those are forgotten. */
  private int cutReserved(int from) {
    int last = from;
    while (last > 1 && format.isReserved(last, true)) {
      pages.forget(last);
      last--;
    }
    return last;
  }

  private void checkMovable(int page) {
    int type = map.type(page);
    if (type < PointerMap.FIRST_OVERFLOW || type > PointerMap.NODE) {
      throw map.wrongType(page, "a node or an overflow page, which the last can be");
    }
  }

  /** Keeps V2 and V3, before the private pages are committed. */
  static void beforeCommit(TransactionPages pages) {
    if (!PointerMap.isKept(pages)) {
      return;
    }
    AutoVacuum vacuum = new AutoVacuum(pages);
    if (mode(pages) == Facets.AutoVacuum.Mode.FULL) {
      vacuum.shrink(Integer.MAX_VALUE);
    }
    vacuum.map.refresh();
  }
}
