package org.braiddb.storage.file.btree;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.concurrency.RowListener;
import org.braiddb.storage.file.page.PageBytes;
import org.braiddb.storage.file.page.PageSource;
import org.jspecify.annotations.Nullable;

/**
 * One B-tree as a transaction sees it. There is one object per transaction and root, since it knows
 * the cursors that must keep their place when the tree changes. Used by one thread at a time.
 *
 * <p>Every method may throw {@link org.braiddb.storage.CorruptException}. One that fails in the
 * middle of a change leaves the pages half changed: the transaction rolls back to where it was
 * before the call.
 */
public abstract sealed class BTree permits TableTree, IndexTree {
  private static final int[] NO_PAGES = {};

  final PageSource source;
  final CellFormat format;
  int root;

  private final List<TreeCursor> cursors = new ArrayList<>();
  private @Nullable TreeEditor editor;

  /** What is told each change of a row before it is made. */
  @Nullable RowListener rows;

  /** How many entries wait to be put in or taken out; not 0 either where they could not be. */
  int waiting;

  /** Pages freed by the running {@link #clear}: a damaged tree could lead in circles. */
  private int freed;

  BTree(PageSource source, int root, TreeKind kind) {
    this.source = source;
    this.root = root;
    format = new CellFormat(source, kind);
  }

  /**
   * Makes an empty tree.
   *
   * @return its root page, which may be a provisional number
   */
  public static int create(PageSource source, TreeKind kind) {
    int root = source.allocate();
    initialize(source, root, kind);
    return root;
  }

  /**
   * Makes a page the root of an empty tree. Of page 1, the database header is left alone.
   *
   * @param root a page that belongs to the caller
   */
  public static void initialize(PageSource source, int root, TreeKind kind) {
    CellFormat format = new CellFormat(source, kind);
    new PageEditor(source, format).initialize(root, source.write(root), format.type(true));
  }

  /** The root page. */
  public final int root() {
    return root;
  }

  /** The root has been moved; the cursors have {@link #saveCursors saved} their keys before. */
  public final void rootMoved(int newRoot) {
    root = newRoot;
  }

  /** Pages are about to be moved: every cursor keeps its key and finds its place again. */
  public final void saveCursors() {
    beforeChange(null);
  }

  /** Sets what is told each change of a row that a cursor makes, before it is made. */
  public final void follow(@Nullable RowListener listener) {
    rows = listener;
  }

  /**
   * Opens a cursor, positioned nowhere.
   *
   * @param write whether it may insert and delete
   */
  public abstract Cursor open(boolean write);

  /** The number of entries, by reading every page of the tree but no entry. */
  public final long count() {
    TreeCursor cursor = (TreeCursor) open(false);
    try {
      return cursor.countEntries();
    } finally {
      cursor.close();
    }
  }

  /**
   * Deletes every entry; the tree's cursors are then nowhere.
   *
   * @return how many there were
   */
  public final long clear() {
    settle();
    loseCursors();
    return removeAll();
  }

  /** Deletes every entry, whatever cursors there are. */
  final long removeAll() {
    freed = 0;
    byte[] image = load(root, root, 0, true);
    long entries = clearContent(root, image, 0);
    editor().pages.initialize(root, source.write(root), format.type(true));
    return entries;
  }

  /** Deletes every entry and gives the root page back. The tree must not be used afterwards. */
  public final void drop() {
    if (root == 1) {
      throw new MisuseException("the catalogue's tree cannot be dropped");
    }
    if (!cursors.isEmpty()) {
      throw new MisuseException("a cursor is open on the tree to drop");
    }
    clear();
    source.free(root);
  }

  /**
   * Puts in and takes out the entries that wait for it. Where that fails, so does every later call,
   * until what was done since the savepoint before them is rolled back.
   */
  public void settle() {}

  /** Forgets the entries that wait to be put in. */
  void forgetWaiting() {
    waiting = 0;
  }

  /**
   * The pages of this tree have changed, or are about to, behind its back, as a rollback to a
   * savepoint does it: its cursors are nowhere, and no entries wait any more.
   */
  public final void loseCursors() {
    forgetWaiting();
    keysChange();
    for (int i = 0; i < cursors.size(); i++) {
      cursors.get(i).lose();
    }
  }

  /** Nobody reads for a while: the cursors are nowhere. */
  public final void rest() {
    keysChange();
    for (int i = 0; i < cursors.size(); i++) {
      cursors.get(i).rest();
    }
  }

  /** The transaction ends: every cursor is closed. */
  public final void closeCursors() {
    forgetWaiting();
    cursors.forEach(TreeCursor::end);
    cursors.clear();
  }

  /** Frees all that hangs on a page, but not the page; returns the number of entries. */
  private long clearContent(int page, byte[] image, int depth) {
    int[] children = clearCells(page, image);
    return entries(page, image) + clearChildren(children, page, depth);
  }

  private long entries(int page, byte[] image) {
    int header = NodeLayout.headerStart(page);
    boolean none = format.table && !NodeLayout.isLeaf(image[header]);
    return none ? 0 : NodeLayout.cellCount(image, header);
  }

  /** Frees the overflow pages of a page's cells; returns the pages below. */
  private int[] clearCells(int page, byte[] image) {
    int header = NodeLayout.headerStart(page);
    boolean leaf = NodeLayout.isLeaf(image[header]);
    int count = NodeLayout.cellCount(image, header);
    int[] children = leaf ? NO_PAGES : new int[count + 1];
    for (int i = 0; i < count; i++) {
      int offset = format.cellOffset(page, image, header, i);
      if (!leaf) {
        children[i] = PageBytes.i32(image, offset);
      }
      if (leaf || !format.table) {
        editor().freeOverflow(page, image, offset, leaf);
      }
    }
    if (!leaf) {
      children[count] = NodeLayout.rightChild(image, header);
    }
    return children;
  }

  private long clearChildren(int[] children, int page, int depth) {
    long entries = 0;
    for (int child : children) {
      entries += freeSubtree(child, page, depth + 1);
    }
    return entries;
  }

  private long freeSubtree(int page, int pointedFrom, int depth) {
    if (page == root || page == 1 || depth >= TreePath.MAX_DEPTH) {
      throw Corruption.at(source, pointedFrom, 0, "a child page of its own", page);
    }
    byte[] image = load(page, pointedFrom, 0, false);
    if (++freed > source.pageCount()) {
      throw Corruption.at(source, pointedFrom, 0, "a tree without a loop", page);
    }
    long entries = entries(page, image);
    int[] children = clearCells(page, image);
    source.free(page); // its content is not looked at any more
    return entries + clearChildren(children, page, depth);
  }

  /** Reads a page of this tree and checks its header; the rest is checked where it is used. */
  final byte[] load(int page, int pointedFrom, int offset, boolean mayBeEmpty) {
    if (page == 0 || page > source.pageCount()) {
      throw Corruption.at(
          source, pointedFrom, offset, "a page from 1 to " + source.pageCount(), page);
    }
    byte[] image = Corruption.read(source, page, pointedFrom, offset);
    checkHeader(page, image, mayBeEmpty);
    return image;
  }

  /** Checks the header of a page that belongs to this tree. */
  final void checkHeader(int page, byte[] image, boolean mayBeEmpty) {
    int header = NodeLayout.headerStart(page);
    int type = image[header] & 0xff;
    if (type != format.type(NodeLayout.isLeaf(type))) {
      throw Corruption.at(
          source,
          page,
          header,
          "page type " + format.type(false) + " or " + format.type(true),
          type);
    }
    int count = NodeLayout.cellCount(image, header);
    int start = header + NodeLayout.headerSize(type);
    int most = (format.usable - start) / (2 + NodeLayout.MIN_CELL_SIZE);
    // What is left of a tree moves into its root, but may not fit beside the header of page 1.
    boolean collapsed = page == root && page != 1 && !NodeLayout.isLeaf(type);
    int least = mayBeEmpty && !collapsed ? 0 : 1;
    if (count > most || count < least) {
      throw Corruption.at(
          source,
          page,
          header + NodeLayout.CELL_COUNT,
          "from " + least + " to " + most + " cells",
          count);
    }
  }

  final <C extends TreeCursor> C register(C cursor) {
    cursors.add(cursor);
    return cursor;
  }

  /** A cursor that is on the last entry; null where none is known to be. */
  final @Nullable TreeCursor cursorAtEnd() {
    for (int i = 0; i < cursors.size(); i++) {
      TreeCursor cursor = cursors.get(i);
      if (cursor.state == TreeCursor.ON_ENTRY
          && cursor.cell == cursor.count - 1
          && cursor.atRightEdge()) {
        return cursor;
      }
    }
    return null;
  }

  final void cursorClosed(TreeCursor cursor) {
    cursors.remove(cursor);
  }

  /** Keys come or go, or may have: what is remembered of them counts no more. */
  void keysChange() {
    // Most trees remember nothing.
  }

  /** Invariant I1 of cursors: all but the one that makes the change keep their keys. */
  final void beforeChange(@Nullable TreeCursor changing) {
    keysChange();
    beforeRewrite(changing);
  }

  /** The same where a record is replaced by one with its key. */
  final void beforeRewrite(@Nullable TreeCursor changing) {
    boolean read = false;
    for (int i = 0; i < cursors.size(); i++) {
      TreeCursor cursor = cursors.get(i);
      if (cursor != changing) {
        read |= cursor.state != TreeCursor.NOWHERE;
        cursor.save();
      }
    }
    source.changeBegins(read);
  }

  final TreeEditor editor() {
    TreeEditor made = editor;
    if (made == null) {
      made = new TreeEditor(this);
      editor = made;
    }
    return made;
  }
}
