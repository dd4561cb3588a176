package org.braiddb.storage.file.btree;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageSource;

/** A table tree: records by 64-bit rowid. */
public final class TableTree extends BTree {
  /** The tree with the given root page, which must exist. */
  public TableTree(PageSource source, int root) {
    super(source, root, TreeKind.TABLE);
  }

  @Override
  public Cursor open(boolean write) {
    return register(new TableCursor(this, write));
  }
}
