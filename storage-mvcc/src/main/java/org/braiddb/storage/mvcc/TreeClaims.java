package org.braiddb.storage.mvcc;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.Tree;
import org.braiddb.storage.file.concurrency.PageBitmap;
import org.braiddb.storage.file.concurrency.RowListener;
import org.braiddb.storage.file.concurrency.TreeControl;
import org.jspecify.annotations.Nullable;

/**
 * What one transaction claims of one tree: changed keys, keys required to stay, ranges read, and
 * the pages it touched, which are no claim but say whether the private pages can be kept.
 */
final class TreeClaims implements TreeControl, RowListener {
  private static final byte[] NO_RECORD = {};

  private final Tree tree;
  private final KeyOrdering ordering;
  private final MvccTransaction transaction;
  private final TreeChanges changes;
  private final PageBitmap touched = new PageBitmap();
  private final List<RangeRecordingCursor> readers = new ArrayList<>(0);
  private @Nullable PageBitmap replayed;
  private long base;
  private @Nullable RequiredKeys required;
  private @Nullable ReadRanges ranges;
  private @Nullable CoveredReads covered;
  private @Nullable KeyMaker keyMaker;
  private long untouchedThrough = -1;
  private boolean namesChecked;
  private boolean dropped;

  TreeClaims(Tree tree, MvccTransaction transaction) {
    this.tree = tree;
    this.changes = TreeChanges.of(tree);
    this.ordering = changes.ordering();
    this.transaction = transaction;
  }

  Tree tree() {
    return tree;
  }

  KeyOrdering ordering() {
    return ordering;
  }

  TreeChanges changes() {
    return changes;
  }

  /** Whether its rows are those of schema objects, for which their names stand. */
  boolean isCatalog() {
    return tree.id() == Tree.CATALOG_ID;
  }

  /** Whether each key counts as changed. */
  boolean isEverythingChanged() {
    return changes.isEverything() || dropped;
  }

  /** Whether any row is changed, net. */
  boolean isChanged() {
    return dropped || !changes.isEmpty();
  }

  @Nullable RequiredKeys required() {
    return required;
  }

  /**
   * The ranges read, those of open cursors included, and those that other claims covered once but
   * do so no more; null where none are kept.
   */
  @Nullable ReadRanges ranges() {
    readers.forEach(RangeRecordingCursor::flush);
    CoveredReads looks = covered;
    if (looks != null) {
      looks.forEachUncovered(changes, required, readRanges()::add);
    }
    return ranges;
  }

  long sizeBytes() {
    long size = changes.sizeBytes() + touched.sizeBytes();
    RequiredKeys keys = required;
    return size + (keys == null ? 0 : keys.sizeBytes()) + readBytes();
  }

  private long readBytes() {
    ReadRanges read = ranges;
    CoveredReads looks = covered;
    return (read == null ? 0 : read.sizeBytes()) + (looks == null ? 0 : looks.sizeBytes());
  }

  /** Takes no more room than it must to tell keys apart. */
  void settle() {
    if (changes instanceof RecordChanges entries) {
      entries.settle();
    }
  }

  /** Gives up telling keys apart, whatever takes the most room. */
  void coarsen() {
    long most = changes.sizeBytes();
    RequiredKeys keys = required;
    if (keys != null && keys.sizeBytes() > most) {
      keys.becomeEverything();
    } else if (readBytes() > most) {
      readRanges().becomeEverything();
      covered = null;
    } else {
      changes.becomeEverything();
    }
  }

  /** Whether no commit after the snapshot has claimed anything of this tree. */
  boolean isUntouched(CommitHistory history) {
    long newest = history.newest();
    if (newest != untouchedThrough && history.isUntouched(changes, transaction.snapshot())) {
      untouchedThrough = newest;
    }
    return newest == untouchedThrough;
  }

  // ---- pages

  /** The pages that were touched: by the last replay, else by the transaction's statements. */
  PageBitmap touched() {
    PageBitmap last = replayed;
    return last != null ? last : touched;
  }

  /** The commit of whose pages those are; never below the snapshot. */
  long base() {
    return Math.max(base, transaction.snapshot());
  }

  /** What was replayed before is given up; the pages count that the statements touched. */
  void keep() {
    replayed = null;
    base = 0;
  }

  /** The changes are about to be replayed on the pages of a commit. */
  void moveTo(long commit) {
    base = commit;
  }

  /** The private pages are given up; what follows touches those of the head. */
  TreeControl replaying() {
    PageBitmap pages = new PageBitmap();
    replayed = pages;
    return new TreeControl() {
      @Override
      public void pageTouched(int page) {
        pages.add(page);
      }
    };
  }

  @Override
  public void pageTouched(int page) {
    touched.add(page);
  }

  // ---- rows

  @Override
  public RowListener rows() {
    return this;
  }

  @Override
  public void inserting(long rowid, boolean replaces) {
    if (isRecordingSequence()) {
      transaction.sequences().merging(rowid);
      return;
    }
    RowidChanges rows = (RowidChanges) changes;
    begin();
    byte state = rows.get(rowid);
    if (!transaction.statements().isFree(this) && (!isCatalog() || replaces)) {
      transaction.statements().checkChange(this, rowid, NO_RECORD);
    }
    set(rows, rowid, state, NetChange.afterInsert(state, replaces));
  }

  @Override
  public void deleting(long rowid) {
    if (isRecordingSequence()) {
      return;
    }
    RowidChanges rows = (RowidChanges) changes;
    begin();
    byte state = rows.get(rowid);
    if (!transaction.statements().isFree(this)) {
      transaction.statements().checkChange(this, rowid, NO_RECORD);
      if (wasThere(state)) {
        transaction.statements().checkRemoval(this, rowid);
      }
    }
    set(rows, rowid, state, NetChange.afterDelete(state));
  }

  private void set(RowidChanges rows, long rowid, byte state, byte next) {
    if (next != state && !isEverythingChanged()) {
      rows.change(rowid, state, next, transaction.log());
      transaction.grew(this, Long.BYTES);
    }
  }

  @Override
  public void inserting(byte[] record, int offset, int length, boolean replaces) {
    RecordChanges entries = (RecordChanges) changes;
    begin();
    transaction.statements().checkInsert(this, entries, record, offset, length);
    if (!isEverythingChanged()) {
      entries.inserted(record, offset, length, replaces, transaction.log());
      transaction.grew(this, length + Long.BYTES);
    }
  }

  @Override
  public void deleting(byte[] record, int offset, int length) {
    RecordChanges entries = (RecordChanges) changes;
    begin();
    if (isEverythingChanged()) {
      return;
    }
    if (!transaction.statements().isFree(this)) {
      Object key = entries.maker().key(record, offset, length);
      byte[] columns = entries.maker().keyColumns(record, offset, length);
      transaction.statements().checkChange(this, key, columns);
      if (wasThere(entries.state(key))) {
        transaction.statements().checkRemoval(this, entries, columns);
      }
    }
    entries.deleted(record, offset, length, transaction.log());
    transaction.grew(this, length + Long.BYTES);
  }

  private static boolean wasThere(byte state) {
    return state == NetChange.NONE || NetChange.before(state);
  }

  private boolean isRecordingSequence() {
    return transaction.sequences().isRecordingIn(tree);
  }

  /** Before the first change of a row. */
  private void begin() {
    if (!namesChecked) {
      transaction.statements().checkNames(this);
      namesChecked = true;
    }
  }

  @Override
  public void clearing(Cursor all, boolean andDropped) {
    begin();
    if (andDropped) {
      if (!dropped) {
        dropped = true;
        transaction.log().push(() -> dropped = false);
      }
      return;
    }
    counting(); // how many rows go is told to the user
    for (boolean more = all.first(); more && !changes.isEverything(); more = all.next()) {
      if (changes instanceof RowidChanges) {
        deleting(all.rowid());
      } else {
        int size = all.payloadSize();
        all.fetch(size);
        deleting(all.bytes(), all.offset(), size);
      }
    }
  }

  // ---- keys required, ranges read

  /**
   * Requires a key to stay; a key of an index tree is given as a record too.
   *
   * @return whether it was not required before
   */
  boolean require(Object key, byte[] record) {
    RequiredKeys keys = required;
    if (keys == null) {
      keys = new RequiredKeys(ordering);
      required = keys;
    }
    if (keys.contains(key)) {
      return false;
    }
    RequiredKeys kept = keys;
    kept.add(key, record);
    transaction.log().push(() -> kept.remove(key));
    transaction.grew(this, record.length + Long.BYTES);
    return true;
  }

  /** What makes keys of this index tree's records. */
  KeyMaker keyMaker() {
    KeyMaker maker = keyMaker;
    if (maker == null) {
      maker = new KeyMaker(ordering);
      keyMaker = maker;
    }
    return maker;
  }

  @Override
  public void counting() {
    if (isCatalog()) {
      transaction.readDefinitions();
    } else if (transaction.validatesReads()) {
      readRanges().becomeEverything();
    }
  }

  @Override
  public Cursor opened(Cursor cursor) {
    return transaction.validatesReads() && !isCatalog()
        ? new RangeRecordingCursor(cursor, this)
        : cursor;
  }

  void follow(RangeRecordingCursor reader) {
    readers.add(reader);
  }

  void unfollow(RangeRecordingCursor reader) {
    readers.remove(reader);
  }

  /** A range of keys, bounds included, was read. */
  void readRange(Object low, Object high) {
    readRanges().add(low, high);
    transaction.grew(this, Long.BYTES);
  }

  /** A key was looked for that another claim of this transaction covers, or is about to. */
  void readCovered(Object key) {
    CoveredReads looks = covered;
    if (looks == null) {
      looks = new CoveredReads(ordering);
      covered = looks;
    }
    looks.add(key);
    transaction.grew(this, Long.BYTES);
  }

  private ReadRanges readRanges() {
    ReadRanges read = ranges;
    if (read == null) {
      read = new ReadRanges(ordering);
      ranges = read;
    }
    return read;
  }
}
