package org.braiddb.storage.mvcc;

import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/**
 * Changes of an index or clustered tree. They are noted one after the other; keys are made of them,
 * and told apart, when somebody asks for keys: another transaction mostly, and often there is none.
 */
final class RecordChanges extends TreeChanges {
  /** Longer records are noted as far as their key goes; it takes longer to cut shorter ones off. */
  private static final int SHORT_RECORD_BYTES = 64;

  private final int uniqueColumns;
  private NotedChanges noted = new NotedChanges();
  private ChangedKeys keys;
  private @Nullable KeyMaker maker;

  /** The newest mark in the log when a change was last noted. */
  private int newestMark;

  RecordChanges(Tree tree) {
    this(tree, KeyOrdering.of(tree));
  }

  private RecordChanges(Tree tree, KeyOrdering ordering) {
    super(tree, ordering);
    keys = ChangedKeys.of(ordering);
    uniqueColumns =
        switch (tree) {
          case Tree.Table table -> 0;
          case Tree.Index index -> index.uniqueColumns();
          case Tree.Clustered clustered -> clustered.key().columns().size();
        };
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

  // ---- changing

  /** An entry is put in, in place of one with an equal key or not. */
  void inserted(byte[] record, int offset, int length, boolean replaces, ClaimLog log) {
    note(record, offset, length, replaces ? NotedChanges.REPLACED : NotedChanges.INSERTED, log);
  }

  /** An entry is taken out. */
  void deleted(byte[] record, int offset, int length, ClaimLog log) {
    note(record, offset, length, NotedChanges.DELETED, log);
  }

  private void note(byte[] record, int offset, int length, byte what, ClaimLog log) {
    // an application's collation may fail, but not later than now
    int key =
        ordering() instanceof KeyOrdering.Collated
            ? keys.number(record, offset, length, maker())
            : -1;
    if (log.isIdle()) {
      noted.keep();
    } else if (newestMark != log.newestMark()) {
      newestMark = log.newestMark();
      log.push(this, noted.size());
    }
    if (key >= 0) {
      byte before = keys.state(key);
      noted.addSettled(key, before);
      keys.setState(key, NotedChanges.after(what, before));
    } else if (length <= SHORT_RECORD_BYTES || tree() instanceof Tree.Index) {
      noted.add(record, offset, length, what);
    } else {
      byte[] columns = maker().keyColumns(record, offset, length);
      noted.add(columns, 0, columns.length, what);
    }
  }

  /** All but the first changes since these were kept for good are taken back. */
  void takeBackTo(int count) {
    noted.takeBackTo(count, keys);
  }

  /** Tells apart the keys of what was only noted. */
  ChangedKeys settle() {
    if (noted.unsettled() > 0) {
      noted.settle(keys, maker());
    }
    return keys;
  }

  @Override
  void forgetKeys() {
    noted = new NotedChanges();
    keys = ChangedKeys.of(ordering());
  }

  // ---- looking up

  @Override
  byte state(Object key) {
    int number = settle().find(key);
    return number < 0 ? NetChange.NONE : keys.state(number);
  }

  @Override
  boolean anyWithin(Object low, Object high, KeyTest test) {
    return settle()
        .anyWithin(
            low,
            high,
            number ->
                NetChange.isChange(keys.state(number))
                    && test.test(keys.key(number), keys.state(number)));
  }

  /** Whether an entry that begins with this prefix was put in, or put in again. */
  boolean hasNow(Object prefix) {
    return settle()
        .anyWithin(
            maker().below(prefix),
            maker().above(prefix),
            number -> NetChange.now(keys.state(number)));
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
  boolean hasChange() {
    if (noted.unsettled() == 0 || keys.anyChange()) {
      return keys.anyChange();
    }
    // what is taken out or replaced first was there before, what is only put in is there now
    return !noted.beginsWithInsert() || noted.onlyInserts() || settle().anyChange();
  }

  /** Whether entries were put in and none was changed or taken out that was there before. */
  boolean onlyAdds() {
    if (isEverything() || keys.anyBefore()) {
      return false;
    }
    // what is taken out or replaced first was there before
    return noted.onlyInserts()
        || (keys.size() > 0 || noted.beginsWithInsert()) && !settle().anyBefore();
  }

  @Override
  long sizeBytes() {
    return keys.sizeBytes() + noted.sizeBytes();
  }

  @Override
  int keyBound() {
    return keys.size() + noted.unsettled();
  }

  @Override
  void forEach(Visitor visitor) {
    for (int number : settle().inOrder()) {
      if (NetChange.isChange(keys.state(number))) {
        visitor.visit(keys.key(number), keys.record(number), keys.state(number));
      }
    }
  }
}
