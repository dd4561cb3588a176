package org.braiddb.storage.tck.naive;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Capabilities;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.ReadOnlyException;
import org.braiddb.storage.SnapshotStaleException;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.Tree;
import org.braiddb.storage.TreeKind;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.TextEncoding;
import org.braiddb.storage.tck.naive.NaiveDatabase.Committed;
import org.jspecify.annotations.Nullable;

/** The commit it reads and the version it has made of it so far. */
final class NaiveTransaction implements Transaction {
  /** What there was to see when it was set; null while the snapshot was not taken. */
  private record Mark(int handle, @Nullable Version version) {}

  private final NaiveStore store;
  private final TransactionOptions options;
  private final CallLimits limits;

  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean holdsWriterLock = new AtomicBoolean();
  private boolean writable;
  private long changedBytes;

  private @Nullable Committed base;

  /** The base with this transaction's changes; null where there are none. */
  private @Nullable Version changed;

  private long nextTreeId = Version.FIRST_PROVISIONAL_ID;
  private int nextMark = 1;
  private final List<Mark> marks = new ArrayList<>();
  private final List<NaiveCursor> cursors = new ArrayList<>();

  NaiveTransaction(NaiveStore store, TransactionOptions options, CallLimits limits) {
    this.store = store;
    this.options = options;
    this.limits = limits;
  }

  /** Called once, before anybody else has it. */
  void begin() {
    if (NaiveStore.writesAtOnce(options.mode())) {
      makeWritable();
    }
  }

  private void checkOpen() {
    if (ended.get()) {
      throw new MisuseException("the transaction has ended");
    }
  }

  private void checkWritable(String what) {
    checkOpen();
    if (!writable) {
      throw new MisuseException(what + " in a transaction that was not made writable");
    }
  }

  CallLimits limits() {
    return limits;
  }

  Capabilities capabilities() {
    return store.engine().capabilities();
  }

  /** Whether a change of so many bytes fits. */
  void checkRoom(int bytes) {
    if (bytes > capabilities().maximumTransactionBytes() - changedBytes) {
      throw new StoreFullException("database or disk is full: the transaction is too large");
    }
  }

  /** Counts a change; what is rolled back to a savepoint stays counted. */
  void changed(int bytes) {
    changedBytes += bytes;
  }

  private Committed base() {
    checkOpen();
    if (base == null) {
      base = store.database().newest();
    }
    return base;
  }

  /** What the transaction sees; takes the snapshot where there is none yet. */
  Version version() {
    Committed from = base();
    return changed == null ? from.version() : changed;
  }

  @Override
  public TransactionMode mode() {
    return options.mode();
  }

  @Override
  public TextEncoding encoding() {
    return store.database().encoding;
  }

  @Override
  public long snapshot() {
    return base().number();
  }

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public void makeWritable() {
    checkOpen();
    if (writable) {
      return;
    }
    if (options.mode() == TransactionMode.READ_ONLY || store.readOnly()) {
      throw new ReadOnlyException("attempt to write a readonly database", null);
    }
    checkNotStale();
    store.writers().acquire(limits);
    holdsWriterLock.set(true);
    try {
      checkOpen(); // the store may have been closed meanwhile
      checkNotStale();
    } catch (RuntimeException e) {
      releaseWriterLock();
      throw e;
    }
    writable = true;
  }

  private void checkNotStale() {
    long newest = store.database().newest().number();
    if (base != null && base.number() != newest) {
      throw new SnapshotStaleException(
          "database is locked: the transaction has read commit "
              + base.number()
              + " and can no longer write on top of commit "
              + newest);
    }
  }

  private void releaseWriterLock() {
    if (holdsWriterLock.compareAndSet(true, false)) {
      store.writers().release();
    }
  }

  // ---- trees

  private StoredTree stored(Tree tree) {
    StoredTree stored = version().tree(tree.id());
    TreeKind kind = tree instanceof Tree.Table ? TreeKind.TABLE : TreeKind.INDEX;
    if (stored == null) {
      throw new MisuseException("there is no tree " + tree.id() + " (" + tree.name() + ")");
    }
    if (stored.kind() != kind) {
      throw new MisuseException(
          "tree " + tree.id() + " (" + tree.name() + ") is no " + kind + " tree");
    }
    return stored;
  }

  @Nullable SortedTree<Entry> entries(Tree tree) {
    return stored(tree).entries();
  }

  /** Puts other entries into a tree. */
  void setEntries(Tree tree, @Nullable SortedTree<Entry> entries) {
    changed = version().with(stored(tree).withEntries(entries));
  }

  @Override
  public long createTree(TreeKind kind) {
    checkWritable("createTree");
    long id = nextTreeId++;
    changed = version().with(new StoredTree(id, kind, null));
    return id;
  }

  @Override
  public void dropTree(Tree tree) {
    checkWritable("dropTree");
    StoredTree stored = stored(tree);
    if (tree.id() == Tree.CATALOG_ID) {
      throw new MisuseException("the catalogue cannot be dropped");
    }
    if (cursors.stream().anyMatch(cursor -> cursor.tree().id() == tree.id())) {
      throw new MisuseException("a cursor is open on the tree to drop: " + tree.name());
    }
    changed = version().without(stored.id());
  }

  @Override
  public long clearTree(Tree tree) {
    checkWritable("clearTree");
    int count = SortedTree.size(entries(tree));
    setEntries(tree, null);
    for (NaiveCursor cursor : cursors) {
      if (cursor.tree().id() == tree.id()) {
        cursor.loseItsPlace();
      }
    }
    return count;
  }

  @Override
  public long count(Tree tree) {
    limits.checkCancelled();
    return SortedTree.size(entries(tree));
  }

  @Override
  public Cursor open(Tree tree, boolean write) {
    if (write) {
      checkWritable("a cursor that writes");
    }
    stored(tree);
    NaiveCursor cursor = new NaiveCursor(this, tree, write);
    cursors.add(cursor);
    return cursor;
  }

  void closed(NaiveCursor cursor) {
    cursors.remove(cursor);
  }

  // ---- rowids

  @Override
  public long allocateRowid(Tree.Table table) {
    checkWritable("allocateRowid");
    return Rowids.allocate(table.name(), entries(table));
  }

  @Override
  public long allocateRowid(Tree.Table table, AutoIncrement sequence) {
    checkWritable("allocateRowid");
    return Rowids.allocate(
        table.name(),
        entries(table),
        entries(sequence.sequences()),
        sequence.tableName(),
        encoding());
  }

  @Override
  public void recordRowid(AutoIncrement sequence, long rowid) {
    checkWritable("recordRowid");
    setEntries(
        sequence.sequences(),
        Rowids.record(entries(sequence.sequences()), sequence.tableName(), rowid, encoding()));
  }

  // ---- metadata

  @Override
  public int metadata(Metadata field) {
    return Objects.requireNonNullElse(version().metadata().get(field), 0);
  }

  @Override
  public void setMetadata(Metadata field, int value) {
    checkWritable("setMetadata");
    changed = version().with(field, value);
  }

  // ---- savepoints

  @Override
  public int savepoint() {
    checkOpen();
    Mark mark = new Mark(nextMark++, changed);
    marks.add(mark);
    return mark.handle();
  }

  private int indexOf(int savepoint) {
    checkOpen();
    for (int i = marks.size() - 1; i >= 0; i--) {
      if (marks.get(i).handle() == savepoint) {
        return i;
      }
    }
    throw new MisuseException("savepoint " + savepoint + " is not open");
  }

  @Override
  public void rollbackTo(int savepoint) {
    int index = indexOf(savepoint);
    changed = marks.get(index).version();
    marks.subList(index + 1, marks.size()).clear();
    cursors.forEach(NaiveCursor::loseItsPlace);
  }

  @Override
  public void release(int savepoint) {
    marks.subList(indexOf(savepoint), marks.size()).clear();
  }

  // ---- claims: with one writer at a time nobody can break them

  @Override
  public void requireRow(Tree.Table parent, long rowid) {
    checkWritable("requireRow");
    stored(parent);
  }

  @Override
  public void requireKey(Tree parent, SearchKey key) {
    checkWritable("requireKey");
    stored(parent);
  }

  @Override
  public void changeDefinition(String objectName) {
    checkWritable("changeDefinition");
  }

  // ---- the end

  @Override
  public long commit() {
    checkOpen();
    limits.checkCancelled();
    long commit =
        changed == null
            ? snapshot()
            : store.publish(CatalogIds.makeFinal(changed, store.database()));
    close();
    return commit;
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      releaseWriterLock();
      store.ended(this);
    }
  }
}
