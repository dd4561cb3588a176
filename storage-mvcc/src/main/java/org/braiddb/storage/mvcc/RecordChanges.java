package org.braiddb.storage.mvcc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/** Changes of an index or clustered tree. */
final class RecordChanges extends TreeChanges {
  /** What an entry takes beside its key and record, roughly, in bytes. */
  private static final int ENTRY_BYTES = 96;

  private final ChangedKeys changes;

  /**
   * New entries that were put in and not looked at since: mostly nobody asks for them one by one,
   * and then no keys are made of them.
   */
  private final List<byte[]> unsorted = new ArrayList<>(0);

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

  /**
   * Notes that an entry was put in, of which there was no equal one. Not to be taken back: no
   * savepoint is open.
   */
  void added(byte[] record, int offset, int length) {
    unsorted.add(Arrays.copyOfRange(record, offset, offset + length));
    keyBytes += ENTRY_BYTES / 2 + length;
  }

  /** The changes, in which those of {@link #added} entries now are too. */
  private ChangedKeys changes() {
    if (!unsorted.isEmpty()) {
      for (byte[] record : unsorted) {
        keyBytes -= ENTRY_BYTES / 2 + record.length;
        Object key = maker().key(record, 0, record.length);
        Change known = changes.get(key);
        Change change = known != null ? known : add(key, record);
        change.state = NetChange.afterInsert(change.state, false);
      }
      unsorted.clear();
    }
    return changes;
  }

  /** The change of a record's key, made if there is none yet. */
  Change of(Object key, byte[] record, int offset, int length) {
    Change found = changes().get(key);
    return found != null ? found : add(key, maker().keyColumns(record, offset, length));
  }

  private Change add(Object key, byte[] record) {
    Change made = new Change(key, record);
    changes.add(made);
    keyBytes += ENTRY_BYTES + KeyMaker.sizeBytes(key) + record.length;
    return made;
  }

  /** Whether an entry that begins with this prefix was put in, or put in again. */
  boolean hasNow(Object prefix) {
    KeyMaker keys = maker();
    return changes()
        .anyWithin(keys.below(prefix), keys.above(prefix), change -> NetChange.now(change.state));
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
    unsorted.clear();
    keyBytes = 0;
  }

  @Override
  boolean hasChange() {
    if (changes.size() == 0) {
      return !unsorted.isEmpty();
    }
    return changes().any(change -> NetChange.isChange(change.state));
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
    return changes.size() + unsorted.size();
  }

  @Override
  void forEach(Visitor visitor) {
    for (Change change : changes().inOrder()) {
      if (NetChange.isChange(change.state)) {
        visitor.visit(change.key, change.record, change.state);
      }
    }
  }
}
