package com.example.ledger;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.ConflictException;
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

/** The commit it reads, what it changes, and the state that makes. */
final class LedgerTransaction implements Transaction {
  private record Mark(int handle, State state, int changes, long bytes) {}

  private final LedgerStore store;
  private final Database database;
  private final TransactionOptions options;
  private final CallLimits limits;

  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicBoolean locked = new AtomicBoolean();
  private final Footprint footprint = new Footprint();
  private final List<LedgerCursor> cursors = new ArrayList<>();
  private final List<Mark> marks = new ArrayList<>();
  private int nextMark = 1;
  private boolean writable;
  private ConflictException lost;

  private Version base; // null before the first read
  private State state; // null before the first change
  private final List<Change> changes = new ArrayList<>();
  private long bytes; // of the records among the changes

  LedgerTransaction(
      LedgerStore store, Database database, TransactionOptions options, CallLimits limits) {
    this.store = store;
    this.database = database;
    this.options = options;
    this.limits = limits;
  }

  private void checkOpen() {
    if (ended.get()) {
      throw new MisuseException("the transaction has ended");
    }
  }

  private void checkWritable() {
    checkOpen();
    if (!writable) {
      throw new MisuseException("a change in a transaction that was not made writable");
    }
  }

  private Version base() {
    checkOpen();
    if (base == null) {
      base = database.newest();
    }
    return base;
  }

  private State state() {
    Version read = base();
    return state == null ? read.state : state;
  }

  boolean concurrent() {
    return options.mode() == TransactionMode.CONCURRENT;
  }

  @Override
  public TransactionMode mode() {
    return options.mode();
  }

  @Override
  public TextEncoding encoding() {
    return database.encoding();
  }

  @Override
  public long snapshot() {
    return base().number;
  }

  @Override
  public boolean writable() {
    return writable;
  }

  @Override
  public void makeWritable() {
    checkOpen();
    if (options.mode() == TransactionMode.READ_ONLY || store.readOnly()) {
      throw new ReadOnlyException("attempt to write a readonly database", null);
    }
    if (!writable && !concurrent()) {
      checkNewest();
      lock();
      try {
        checkOpen(); // the store may have been closed meanwhile
        checkNewest();
      } catch (RuntimeException e) {
        unlock();
        throw e;
      }
    }
    writable = true;
  }

  private void checkNewest() {
    if (base != null && base != database.newest()) {
      throw new SnapshotStaleException(
          "database is locked: commit " + base.number + ", which was read, is not the newest");
    }
  }

  private void lock() {
    if (!locked.get()) {
      database.writer().acquire(limits);
      locked.set(true);
    }
  }

  private void unlock() {
    if (locked.getAndSet(false)) {
      database.writer().release();
    }
  }

  // ---- trees

  Entries entries(Tree tree) {
    State.Stored stored = state().trees().get(tree.id());
    TreeKind kind = tree instanceof Tree.Table ? TreeKind.TABLE : TreeKind.INDEX;
    if (stored == null || stored.kind() != kind) {
      throw new MisuseException("tree " + tree.id() + " (" + tree.name() + ") is no " + kind);
    }
    return stored.entries();
  }

  private void make(Change change) {
    checkWritable();
    State changed = state();
    for (Step step : change.steps(changed)) {
      changed = step.apply(changed);
    }
    state = changed;
    changes.add(change);
  }

  /** Puts an entry into a tree or takes it away. */
  void change(Tree tree, Place place, Entry entry, Change change) {
    if (bytes + entry.record().length > LedgerEngine.LARGEST_TRANSACTION) {
      throw new StoreFullException("database or disk is full: the transaction is too large");
    }
    make(change);
    bytes += entry.record().length;
    if (concurrent()) {
      footprint.wrote(tree, place, entry);
    }
  }

  Footprint footprint() {
    return footprint;
  }

  @Override
  public long createTree(TreeKind kind) {
    checkWritable();
    long id = database.newTree();
    make(new Change.Create(id, kind));
    return id;
  }

  @Override
  public void dropTree(Tree tree) {
    entries(tree);
    if (tree.id() == Tree.CATALOG_ID) {
      throw new MisuseException("the catalogue cannot be dropped");
    }
    if (cursors.stream().anyMatch(cursor -> cursor.tree().id() == tree.id())) {
      throw new MisuseException("a cursor is open on the tree to drop: " + tree.name());
    }
    make(new Change.Drop(tree));
    readAll(tree);
  }

  @Override
  public long clearTree(Tree tree) {
    long count = entries(tree).size();
    make(new Change.Clear(tree));
    readAll(tree);
    cursors.stream().filter(c -> c.tree().id() == tree.id()).forEach(LedgerCursor::leave);
    return count;
  }

  @Override
  public long count(Tree tree) {
    limits.checkCancelled();
    long count = entries(tree).size();
    readAll(tree);
    return count;
  }

  private void readAll(Tree tree) {
    if (concurrent()) {
      footprint.read(tree, null, null);
    }
  }

  @Override
  public Cursor open(Tree tree, boolean write) {
    entries(tree);
    if (write) {
      checkWritable();
    }
    LedgerCursor cursor = new LedgerCursor(this, tree, write);
    cursors.add(cursor);
    return cursor;
  }

  void closed(LedgerCursor cursor) {
    cursors.remove(cursor);
  }

  // ---- rowids

  @Override
  public long allocateRowid(Tree.Table table) {
    checkWritable();
    entries(table);
    // What others have committed meanwhile; the rows that this one has deleted are free.
    State others = base() == database.newest() ? state() : database.newest().state;
    return database.rowids().allocate(this, concurrent(), table.id(), state(), others);
  }

  @Override
  public long allocateRowid(Tree.Table table, AutoIncrement sequence) {
    Rowids rowids = database.rowids();
    checkWritable();
    entries(sequence.sequences());
    long recorded = rowids.recorded(state(), sequence);
    if (database.newest().state.trees().containsKey(sequence.sequences().id())) {
      recorded = Math.max(recorded, rowids.recorded(database.newest().state, sequence));
    }
    Entries rows = entries(table);
    boolean used = rows.size() > 0 && rows.get(rows.size() - 1).rowid() == Long.MAX_VALUE;
    if (used || recorded == Long.MAX_VALUE) {
      throw new StoreFullException(
          "database or disk is full: AUTOINCREMENT of " + table.name() + " is used up");
    }
    return Math.max(Math.max(allocateRowid(table), recorded + 1), 1);
  }

  @Override
  public void recordRowid(AutoIncrement sequence, long rowid) {
    entries(sequence.sequences());
    make(new Change.Raise(sequence, rowid, database.rowids()));
  }

  // ---- metadata

  @Override
  public int metadata(Metadata field) {
    int value = state().metadata().get(field.ordinal());
    footprint.read(field);
    return value;
  }

  @Override
  public void setMetadata(Metadata field, int value) {
    make(new Change.Set(field, value));
    footprint.read(field);
  }

  // ---- savepoints

  @Override
  public int savepoint() {
    checkOpen();
    marks.add(new Mark(nextMark, state, changes.size(), bytes));
    return nextMark++;
  }

  private int indexOf(int savepoint) {
    checkOpen();
    for (int i = marks.size() - 1; i >= 0; i--) {
      if (marks.get(i).handle == savepoint) {
        return i;
      }
    }
    throw new MisuseException("savepoint " + savepoint + " is not open");
  }

  @Override
  public void rollbackTo(int savepoint) {
    int index = indexOf(savepoint);
    Mark mark = marks.get(index);
    state = mark.state;
    bytes = mark.bytes;
    changes.subList(mark.changes, changes.size()).clear();
    marks.subList(index + 1, marks.size()).clear();
    cursors.forEach(LedgerCursor::leave);
  }

  @Override
  public void release(int savepoint) {
    marks.subList(indexOf(savepoint), marks.size()).clear();
  }

  // ---- claims

  @Override
  public void requireRow(Tree.Table parent, long rowid) {
    checkWritable();
    entries(parent);
    footprint.require(parent, Place.of(rowid));
  }

  @Override
  public void requireKey(Tree parent, SearchKey key) {
    checkWritable();
    entries(parent);
    footprint.require(parent, Place.of(Place.order(parent), Place.copy(key)));
  }

  @Override
  public void changeDefinition(String objectName) {
    checkWritable();
    footprint.define(objectName);
  }

  // ---- the end

  @Override
  public void prepareCommit() {
    checkOpen();
    limits.checkCancelled();
    if (lost != null) {
      throw lost;
    }
    if (changes.isEmpty()) {
      return;
    }
    lock();
    if (concurrent()) {
      lost = footprint.clash(base(), changes);
      if (lost != null) {
        unlock();
        throw lost;
      }
    }
  }

  @Override
  public void withdrawCommit() {
    if (concurrent()) {
      unlock();
    }
  }

  @Override
  public long commit() {
    prepareCommit();
    try {
      return changes.isEmpty()
          ? snapshot()
          : database.commit(changes, footprint, options.durability());
    } finally {
      close();
    }
  }

  @Override
  public void close() {
    if (ended.compareAndSet(false, true)) {
      database.rowids().release(this);
      unlock();
      store.changed(this);
    }
  }
}
