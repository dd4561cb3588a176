package org.braiddb.storage.file.btree;

import java.util.Arrays;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;
import org.braiddb.storage.record.Varint;

/**
 * Keeps pages neither overfull nor nearly empty, from a changed page up to the root: invariants T2,
 * T3 and T5.
 *
 * <p>An overfull page is never written: its content is {@link #overfull} until it has been spread
 * over up to three neighbouring pages ("the group") and as many new ones as it takes. The dividers
 * between them change in the parent, which may be overfull next. Where the root is overfull its
 * content moves one level down; where the root has one child left that fits, it moves up.
 *
 * <p>The steps are those of SQLite, so that files grow much as SQLite's do: a page is nearly empty
 * when two thirds of it are free; an append to the last leaf of a table opens a new leaf and moves
 * nothing. Only that a group never stays all but full (see {@link Layout}), and that an append to
 * the last leaf of an index moves nothing either but that leaf's last cell, which goes up.
 */
final class Balancer {
  private static final int GROUP = 3;

  private final BTree tree;
  private final PageSource source;
  private final CellFormat format;
  private final PageEditor pages;

  private final CellList overfull;
  private final CellList group;
  private final CellList dividers = new CellList(256);
  private final Layout layout;

  private final int[] oldPages = new int[GROUP];
  private int[] newPages = new int[8];

  /** Whether the change is at the right edge of the tree: more will follow there. */
  private boolean appending;

  Balancer(BTree tree, PageEditor pages) {
    this.tree = tree;
    this.pages = pages;
    source = tree.source;
    format = tree.format;
    // Two copies of the overfull page, and in the group its neighbours: no growing as a rule.
    overfull = new CellList(3 * format.usable);
    group = new CellList(6 * format.usable);
    layout = new Layout(source, format.usable);
  }

  /** A leaf cell does not fit at the path's end. */
  void insert(TreePath path, byte[] cell, int offset, int size) {
    int level = path.depth;
    appending = path.cell == path.count && onRightEdge(path, level);
    if (level > 0 && path.cell == path.count && rightmostChild(path, level)) {
      if (format.table) {
        run(path, level - 1, appendLeaf(path, cell, offset, size));
        return;
      }
      if (appending && path.leaf && path.count > 1) {
        run(path, level - 1, appendIndexLeaf(path, cell, offset, size));
        return;
      }
    }
    startOverfull(path.pages[level], path.image, path.cell, path.cell, cell, offset, size);
    run(path, level, true);
  }

  /** A cell does not fit in place of the one at the path's end. */
  void replace(TreePath path, byte[] cell, int offset, int size) {
    appending = false;
    int index = path.cell;
    startOverfull(path.pages[path.depth], path.image, index, index + 1, cell, offset, size);
    run(path, path.depth, true);
  }

  /** Cells have been removed from the path's last page, which is nearly empty and not the root. */
  void settle(TreePath path) {
    appending = false;
    if (mayDrop(path)) {
      dropLeaf(path);
      run(path, path.depth - 1, false);
    } else {
      run(path, path.depth, false);
    }
  }

  /** Whether the path ends in an empty leaf of a table that can go without moving any row. */
  private boolean mayDrop(TreePath path) {
    int above = path.depth - 1;
    return format.table && path.leaf && path.count == 0 && path.counts[above] > (above > 0 ? 1 : 0);
  }

  /** A neighbour of the empty leaf becomes responsible for its rowids. */
  private void dropLeaf(TreePath path) {
    int parent = path.pages[path.depth - 1];
    byte[] image = source.write(parent);
    int header = NodeLayout.headerStart(parent);
    int last = NodeLayout.cellCount(image, header) - 1;
    int index = path.cells[path.depth - 1];
    if (index <= last) {
      pages.remove(parent, image, index);
      int link =
          index < last
              ? format.cellOffset(parent, image, header, index)
              : header + NodeLayout.RIGHT_CHILD;
      source.touched(PageBytes.i32(image, link));
    } else {
      int before = PageBytes.i32(image, format.cellOffset(parent, image, header, last));
      pages.remove(parent, image, last);
      PageBytes.putI32(image, header + NodeLayout.RIGHT_CHILD, before);
      source.touched(before);
    }
    source.free(path.pages[path.depth]);
  }

  private static boolean onRightEdge(TreePath path, int level) {
    for (int above = 0; above < level; above++) {
      if (path.cells[above] < path.counts[above]) {
        return false;
      }
    }
    return true;
  }

  private static boolean rightmostChild(TreePath path, int level) {
    return path.cells[level - 1] == path.counts[level - 1];
  }

  /** Sets the overfull list to a page's cells with those of [from, to) replaced by one cell. */
  private void startOverfull(
      int page, byte[] image, int from, int to, byte[] cell, int offset, int size) {
    int header = NodeLayout.headerStart(page);
    int count = NodeLayout.cellCount(image, header);
    overfull.clear();
    overfull.type = image[header];
    overfull.addPage(format, page, image, 0, from);
    overfull.add(cell, offset, size);
    overfull.addPage(format, page, image, to, count);
    if (!NodeLayout.isLeaf(image[header])) {
      overfull.rightChild = NodeLayout.rightChild(image, header);
    }
  }

  /** Balances from a level up; {@code over} says whether that level's page is the overfull list. */
  private void run(TreePath path, int from, boolean over) {
    int level = from;
    boolean overfullNow = over;
    while (true) {
      if (level == 0) {
        if (!overfullNow) {
          shrinkRoot();
          return;
        }
        deepen(path);
        level = 1;
      }
      if (!overfullNow && !pages.nearlyEmpty(path.pages[level], source.read(path.pages[level]))) {
        return;
      }
      overfullNow = balanceGroup(path, level, overfullNow);
      level--;
    }
  }

  /** The root's overfull content becomes that of its only child. */
  private void deepen(TreePath path) {
    int child = source.allocate();
    byte[] image = source.write(tree.root);
    pages.initialize(tree.root, image, format.type(false));
    int header = NodeLayout.headerStart(tree.root);
    PageBytes.putI32(image, header + NodeLayout.RIGHT_CHILD, child);
    path.pages[0] = tree.root;
    path.cells[0] = 0;
    path.counts[0] = 0;
    path.pages[1] = child;
  }

  /** Where the root has a single child whose content fits, that moves up. */
  private void shrinkRoot() {
    int header = NodeLayout.headerStart(tree.root);
    byte[] image = source.read(tree.root);
    if (NodeLayout.isLeaf(image[header]) || NodeLayout.cellCount(image, header) > 0) {
      return;
    }
    int child = NodeLayout.rightChild(image, header);
    checkChild(child, tree.root, 0);
    byte[] content = tree.load(child, tree.root, header + NodeLayout.RIGHT_CHILD, true);
    if (pages.freeBytes(child, content) < header) {
      return; // page 1 is shorter by the database header
    }
    group.clear();
    int count = NodeLayout.cellCount(content, 0);
    group.addPage(format, child, content, 0, count);
    int type = content[0];
    int right = NodeLayout.isLeaf(type) ? 0 : NodeLayout.rightChild(content, 0);
    pages.rebuild(tree.root, source.write(tree.root), type, group, 0, count, right);
    source.free(child);
  }

  /** A new last leaf with one cell; true where the parent is now the overfull list. */
  private boolean appendLeaf(TreePath path, byte[] cell, int offset, int size) {
    int level = path.depth;
    int leaf = path.pages[level];
    int last = path.cellOffset(path.count - 1);
    dividers.clear();
    addRowidDivider(leaf, path.image, last);
    CellList single = new CellList(size);
    single.add(cell, offset, size);
    int page = source.allocate();
    pages.rebuild(page, source.write(page), NodeLayout.LEAF_TABLE, single, 0, 1, 0);
    source.touched(leaf); // it was responsible for all greater rowids
    return replaceDividers(path, level - 1, path.counts[level - 1], 0, page);
  }

  /**
   * A new last leaf of an index with one cell; the last one of the leaf before divides them. True
   * where the parent is now the overfull list.
   */
  private boolean appendIndexLeaf(TreePath path, byte[] cell, int offset, int size) {
    int level = path.depth;
    int leaf = path.pages[level];
    int last = path.cellOffset(path.count - 1);
    dividers.clear();
    dividers.addWithChild(leaf, path.image, last, format.exactSize(leaf, path.image, last, true));
    pages.remove(leaf, source.write(leaf), path.count - 1);
    group.clear();
    group.add(cell, offset, size);
    int page = source.allocate();
    pages.rebuild(page, source.write(page), NodeLayout.LEAF_INDEX, group, 0, 1, 0);
    return replaceDividers(path, level - 1, path.counts[level - 1], 0, page);
  }

  /** Appends the divider that follows a table leaf: its page and the rowid of its last cell. */
  private void addRowidDivider(int page, byte[] bytes, int lastCell) {
    int rowid = lastCell + Varint.length(bytes, lastCell);
    dividers.addWithChild(page, bytes, rowid, Varint.length(bytes, rowid));
  }

  /**
   * Spreads the cells of a page and its neighbours over as many pages as they need.
   *
   * @return whether the parent is now the overfull list
   */
  private boolean balanceGroup(TreePath path, int level, boolean over) {
    int parent = path.pages[level - 1];
    byte[] image = source.read(parent);
    int count = NodeLayout.cellCount(image, NodeLayout.headerStart(parent));
    int index = path.cells[level - 1];
    int first = firstOfGroup(index, count);
    int size = Math.min(GROUP, count - first + 1);
    if (over) {
      layout.type = overfull.type;
    } else {
      int page = path.pages[level];
      layout.type = source.read(page)[NodeLayout.headerStart(page)];
    }
    int rightChild = gather(parent, image, first, size, over ? index : -1);
    layout.spread(group, parent, appending);
    writeGroup(size, rightChild);
    return replaceDividers(path, level - 1, first, size - 1, newPages[layout.pages() - 1]);
  }

  private int firstOfGroup(int index, int dividerCount) {
    if (dividerCount < GROUP - 1 || index == 0) {
      return 0;
    }
    if (index == dividerCount) {
      return dividerCount - (appending ? 1 : 2);
    }
    return index - 1;
  }

  /** Collects the group's cells, dividers between them included; returns the last right child. */
  private int gather(int parent, byte[] parentImage, int first, int size, int overfullIndex) {
    int header = NodeLayout.headerStart(parent);
    int count = NodeLayout.cellCount(parentImage, header);
    boolean leaf = NodeLayout.isLeaf(layout.type);
    int rightChild = 0;
    group.clear();
    for (int i = 0; i < size; i++) {
      int link =
          first + i < count
              ? format.cellOffset(parent, parentImage, header, first + i)
              : header + NodeLayout.RIGHT_CHILD;
      int page = PageBytes.i32(parentImage, link);
      checkChild(page, parent, link);
      for (int j = 0; j < i; j++) {
        if (oldPages[j] == page) {
          throw Corruption.at(source, parent, link, "children that differ", page);
        }
      }
      oldPages[i] = page;
      if (first + i == overfullIndex) {
        group.addAll(overfull);
        rightChild = overfull.rightChild;
      } else {
        rightChild = addSibling(page, parent, link);
      }
      if (i < size - 1 && !format.table || i < size - 1 && !leaf) {
        int cellSize = format.exactSize(parent, parentImage, link, false);
        if (leaf) {
          group.addWithoutChild(parentImage, link, cellSize);
        } else {
          group.add(parentImage, link, Math.max(cellSize, NodeLayout.MIN_CELL_SIZE));
          group.setChild(group.count() - 1, rightChild);
        }
      }
    }
    return rightChild;
  }

  private int addSibling(int page, int parent, int link) {
    byte[] image = tree.load(page, parent, link, true);
    if (image[0] != layout.type) {
      throw Corruption.at(source, page, 0, "page type " + layout.type, image[0] & 0xff);
    }
    group.addPage(format, page, image, 0, NodeLayout.cellCount(image, 0));
    return NodeLayout.isLeaf(image[0]) ? 0 : NodeLayout.rightChild(image, 0);
  }

  private void checkChild(int page, int parent, int offset) {
    if (page == 0 || page == 1 || page == parent || page == tree.root) {
      throw Corruption.at(source, parent, offset, "a child page of its own", page);
    }
  }

  /** Writes the pages as laid out, frees what is left over, and prepares the dividers. */
  private void writeGroup(int oldCount, int rightChild) {
    int needed = layout.pages();
    if (newPages.length < needed) {
      newPages = new int[2 * needed];
    }
    for (int i = 0; i < needed; i++) {
      newPages[i] = i < oldCount ? oldPages[i] : source.allocate();
    }
    boolean leaf = NodeLayout.isLeaf(layout.type);
    boolean leafData = format.table && leaf;
    dividers.clear();
    for (int i = 0; i < needed; i++) {
      int page = newPages[i];
      int end = layout.end(i);
      boolean lastPage = i == needed - 1;
      int right = leaf ? 0 : lastPage ? rightChild : group.child(end);
      pages.rebuild(page, source.write(page), layout.type, group, layout.start(i), end, right);
      if (lastPage) {
        break;
      }
      if (leafData) {
        addRowidDivider(page, group.bytes(), group.offset(end - 1));
      } else if (leaf) {
        int exact = format.exactSize(page, padded(end), 0, true);
        dividers.addWithChild(page, group.bytes(), group.offset(end), exact);
      } else {
        dividers.add(group.bytes(), group.offset(end), group.size(end));
        dividers.setChild(dividers.count() - 1, page);
      }
    }
    for (int i = needed; i < oldCount; i++) {
      source.free(oldPages[i]);
    }
  }

  /** A copy of a leaf cell of the group, so that its exact size can be told. */
  private byte[] padded(int index) {
    return Arrays.copyOfRange(
        group.bytes(), group.offset(index), group.offset(index) + group.size(index));
  }

  /**
   * Puts the prepared dividers into an interior page, in place of {@code removed} ones from {@code
   * first} on, and sets the pointer after them to {@code lastChild}.
   *
   * @return whether they do not fit: then that page is now the overfull list, and not written
   */
  private boolean replaceDividers(TreePath path, int level, int first, int removed, int lastChild) {
    int page = path.pages[level];
    byte[] image = source.read(page);
    int room = pages.freeBytes(page, image);
    int header = NodeLayout.headerStart(page);
    for (int i = first; i < first + removed; i++) {
      int offset = format.cellOffset(page, image, header, i);
      room += 2 + format.cellSize(page, image, offset, false);
    }
    for (int i = 0; i < dividers.count(); i++) {
      room -= 2 + dividers.size(i);
    }
    if (room < 0) {
      startOverfullParent(page, image, first, removed, lastChild);
      return true;
    }
    byte[] written = source.write(page);
    for (int i = 0; i < removed; i++) {
      pages.remove(page, written, first);
    }
    int link =
        first < NodeLayout.cellCount(written, header)
            ? format.cellOffset(page, written, header, first)
            : header + NodeLayout.RIGHT_CHILD;
    PageBytes.putI32(written, link, lastChild);
    for (int i = 0; i < dividers.count(); i++) {
      pages.insert(
          page, written, first + i, dividers.bytes(), dividers.offset(i), dividers.size(i));
    }
    return false;
  }

  private void startOverfullParent(int page, byte[] image, int first, int removed, int lastChild) {
    int header = NodeLayout.headerStart(page);
    int count = NodeLayout.cellCount(image, header);
    overfull.clear();
    overfull.type = image[header];
    overfull.rightChild = NodeLayout.rightChild(image, header);
    overfull.addPage(format, page, image, 0, first);
    overfull.addAll(dividers);
    int following = overfull.count();
    overfull.addPage(format, page, image, first + removed, count);
    if (following < overfull.count()) {
      overfull.setChild(following, lastChild);
    } else {
      overfull.rightChild = lastChild;
    }
  }
}
