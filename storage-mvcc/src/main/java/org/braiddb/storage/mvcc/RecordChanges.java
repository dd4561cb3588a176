package org.braiddb.storage.mvcc;

import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/** Changes of an index or clustered tree. */
final class RecordChanges extends TreeChanges {
  /** What an entry takes beside its key and record, roughly, in bytes. */
  private static final int ENTRY_BYTES = 96;

  private final ChangedKeys changes;
  private @Nullable KeyMaker maker;
  private final int uniqueColumns;
  private long keyBytes;

  RecordChanges(Tree tree) {
    this(tree, KeyOrdering.of(tree));
  }

  private RecordChanges(Tree tree, KeyOrdering ordering) {
    super(tree, ordering);
    changes = ChangedKeys.of(ordering);
    uniqueColumns =
        switch (tree) {
          case Tree.Table table -> 0;
          case Tree.Index index -> index.uniqueColumns();
          case Tree.Clustered clustered -> clustered.key().columns().size();
        };
  }

  /** The change of one key. */
  static final class Change {
    final Object key;
    final byte[] record;
    byte state;

    /** For {@link ChangedKeys}, where it tells keys apart. */
    int hash;

    private Change(Object key, byte[] record) {
      this.key = key;
      this.record = record;
    }
  }

  /**
   * What makes keys of this tree's records; made at the first change, since most trees are read.
   */
  KeyMaker maker() {
    KeyMaker made = maker;
    if (made == null) {
      made = new KeyMaker(ordering());
      maker = made;
    }
    return made;
  }

  /** How many leading columns are unique; 0 where entries only are. */
  int uniqueColumns() {
    return uniqueColumns;
  }

  /** The change of a record's key, made if there is none yet. */
  Change of(Object key, byte[] record, int offset, int length) {
    Change found = changes.get(key);
    if (found == null) {
      found = new Change(key, maker().keyColumns(record, offset, length));
      changes.add(found);
      keyBytes += ENTRY_BYTES + KeyMaker.sizeBytes(key) + found.record.length;
    }
    return found;
  }

  /** Whether an entry that begins with this prefix was put in, or put in again. */
  boolean hasNow(Object prefix) {
    KeyMaker keys = maker();
    return changes.anyWithin(
        keys.below(prefix), keys.above(prefix), change -> NetChange.now(change.state));
  }

  /** A record's unique columns as a key; null where it has none that could clash. */
  @Nullable Object uniquePrefix(byte[] record) {
    return uniqueColumns == 0 ? null : maker().unique(record, 0, record.length, uniqueColumns);
  }

  /** A record's unique columns as a record. */
  byte[] uniqueRecord(byte[] record) {
    return maker().leadingRecord(record, 0, record.length, uniqueColumns);
  }

  @Override
  void forgetKeys() {
    changes.clear();
    keyBytes = 0;
  }

  @Override
  boolean hasChange() {
    return changes.any(change -> NetChange.isChange(change.state));
  }

  /** Whether entries were put in and none was changed or taken out that was there before. */
  boolean onlyAdds() {
    return !isEverything() && !changes.any(change -> NetChange.before(change.state));
  }

  @Override
  long sizeBytes() {
    return keyBytes;
  }

  @Override
  int keyBound() {
    return changes.size();
  }

  @Override
  void forEach(Visitor visitor) {
    for (Change change : changes.inOrder()) {
      if (NetChange.isChange(change.state)) {
        visitor.visit(change.key, change.record, change.state);
      }
    }
  }
}
