package org.braiddb.storage.file.btree;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageSource;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;

/** An index tree: distinct records in key order. Also the form of a WITHOUT ROWID table. */
public final class IndexTree extends BTree {
  /** The key is the whole record: an index, as against a WITHOUT ROWID table. */
  public static final int ALL_COLUMNS = Integer.MAX_VALUE;

  final RecordComparator comparator;
  final int keyColumns;

  /**
   * The tree with the given root page, which must exist.
   *
   * @param order the order of its records
   * @param keyColumns how many leading columns make two records the same entry; {@link
   *     #ALL_COLUMNS} for an ordinary index
   */
  public IndexTree(PageSource source, int root, KeyOrder order, int keyColumns) {
    super(source, root, TreeKind.INDEX);
    comparator = new RecordComparator(order);
    this.keyColumns = keyColumns;
  }

  @Override
  public Cursor open(boolean write) {
    return register(new IndexCursor(this, write));
  }
}
