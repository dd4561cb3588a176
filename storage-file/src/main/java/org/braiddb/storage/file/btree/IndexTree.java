package org.braiddb.storage.file.btree;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.file.page.PageSource;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.jspecify.annotations.Nullable;

/** An index tree: distinct records in key order. Also the form of a WITHOUT ROWID table. */
public final class IndexTree extends BTree {
  /** The key is the whole record: an index, as against a WITHOUT ROWID table. */
  public static final int ALL_COLUMNS = Integer.MAX_VALUE;

  /** So many times as many entries must wait as there are, for these to be put in anew. */
  private static final int MANY_TIMES = 4;

  final RecordComparator comparator;
  final int keyColumns;
  final KnownKeys knownKeys;

  private final KeyOrder order;
  private Tree.@Nullable Index declared;

  /** Made when the first entry is to be put in later. */
  private @Nullable PendingEntries pending;

  /** Why entries that waited could not be put in or taken out. */
  private @Nullable RuntimeException failure;

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
    this.order = order;
    knownKeys = new KnownKeys(this, source.keyPlaces());
  }

  /** The tree of an index. */
  public IndexTree(PageSource source, int root, Tree.Index index) {
    this(source, root, index.order(), ALL_COLUMNS);
    declared = index;
  }

  /** What errors call it. */
  String names() {
    Tree.@Nullable Index index = declared;
    return index == null ? "an index" : "index " + index.name() + " of table " + index.tableName();
  }

  @Override
  public Cursor open(boolean write) {
    return register(new IndexCursor(this, write));
  }

  /** Keeps an entry until the tree is {@linkplain #settle settled}; see {@link PendingEntries}. */
  void addLater(byte[] record, int offset, int length) {
    PendingEntries entries = pendingWithRoom();
    entries.add(record, offset, length);
    waiting = entries.size();
  }

  /** Keeps an entry that is to be taken out then. */
  void removeLater(byte[] record, int offset, int length) {
    PendingEntries entries = pendingWithRoom();
    entries.addLeaving(record, offset, length);
    waiting = entries.size();
  }

  private PendingEntries pendingWithRoom() {
    if (failure != null) {
      throw failure;
    }
    PendingEntries entries = pending;
    if (entries == null) {
      entries = new PendingEntries(order);
      pending = entries;
    } else if (entries.isFull()) {
      settle();
    }
    return entries;
  }

  /** Takes the entry back that was added last. */
  void takeBackLast() {
    PendingEntries entries = pending;
    if (entries == null || entries.size() == 0) {
      throw new MisuseException("no entry is to be inserted later");
    }
    entries.removeLast();
    waiting = entries.size();
  }

  @Override
  public void settle() {
    PendingEntries entries = pending;
    if (waiting == 0 || entries == null) {
      return;
    }
    if (failure != null) {
      throw failure;
    }
    waiting = 0; // the cursor that puts them in looks at the tree too
    boolean done = false;
    IndexCursor cursor = register(new IndexCursor(this, true));
    try {
      takeOutFew(cursor, entries);
      entries.sort();
      int next = 0;
      while (next < entries.size()) {
        next = cursor.settle(entries, next);
      }
      done = true;
    } catch (RuntimeException e) {
      failure = e;
      throw e;
    } catch (Error e) { // as of a full heap: what follows must not take the entries for put in
      failure =
          new StorageIOException(
              ResultCode.INTERNAL, "entries of an index could not be put in: " + e, e);
      throw e;
    } finally {
      if (!done) {
        waiting = entries.size();
      }
      cursor.close();
      entries.clear();
    }
  }

  /**
   * A tree of one leaf with few entries beside many that wait, as those of the first rows of a new
   * table, is made anew of all: else its entries would stand in the way of full leaves.
   */
  private void takeOutFew(IndexCursor cursor, PendingEntries entries) {
    byte[] image = load(root, root, 0, true);
    int header = NodeLayout.headerStart(root);
    int few = NodeLayout.cellCount(image, header);
    if (few == 0
        || few > entries.size() / MANY_TIMES
        || !NodeLayout.isLeaf(image[header])
        || !entries.allStay()
        || !entries.hasRoomFor(few)) {
      return;
    }
    for (boolean more = cursor.first(); more; more = cursor.next()) {
      int length = cursor.payloadSize();
      cursor.fetch(length);
      entries.add(cursor.bytes(), cursor.offset(), length);
    }
    cursor.lose();
    removeAll();
  }

  @Override
  void forgetWaiting() {
    super.forgetWaiting();
    failure = null;
    PendingEntries entries = pending;
    if (entries != null) {
      entries.clear();
    }
  }
}
