package org.braiddb.storage.file.btree;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageSource;
import org.jspecify.annotations.Nullable;

/** A table tree: records by 64-bit rowid. */
public final class TableTree extends BTree {
  /** Looks for the last row. Whatever changes, it begins at the root, and so is not registered. */
  private @Nullable TableCursor end;

  /** The largest rowid, if {@link #knowsLargest}. */
  private long largest;

  private boolean knowsLargest;

  /** The tree with the given root page, which must exist. */
  public TableTree(PageSource source, int root) {
    super(source, root, TreeKind.TABLE);
  }

  /** The largest rowid; 0 where there are no rows. */
  public long largestRowid() {
    TreeCursor present = cursorAtEnd();
    if (present != null) {
      return present.rowid;
    }
    if (knowsLargest) {
      return largest;
    }
    TableCursor cursor = end;
    if (cursor == null) {
      cursor = new TableCursor(this, false);
      end = cursor;
    }
    largest = cursor.last() ? cursor.rowid : 0;
    knowsLargest = true;
    return largest;
  }

  @Override
  void keysChange() {
    knowsLargest = false;
  }

  @Override
  public Cursor open(boolean write) {
    return register(new TableCursor(this, write));
  }
}
