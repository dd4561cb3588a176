package org.braiddb.storage.tck.naive;

import java.util.Arrays;
import java.util.function.ToIntFunction;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.RecordTooBigException;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.MalformedRecordException;
import org.braiddb.storage.record.SearchKey;
import org.jspecify.annotations.Nullable;

/** A key, and the entry that has it as long as there is one. */
final class NaiveCursor implements Cursor {
  private final NaiveTransaction transaction;
  private final Tree tree;
  private final EntryOrder order;
  private final boolean write;
  private boolean closed;
  private int moves;

  /** An entry whose key is the cursor's place; null: nowhere. */
  private @Nullable Entry place;

  /** The entry at the place in {@link #seen}; null: there is none, the cursor is between others. */
  private @Nullable Entry current;

  private @Nullable SortedTree<Entry> seen;

  NaiveCursor(NaiveTransaction transaction, Tree tree, boolean write) {
    this.transaction = transaction;
    this.tree = tree;
    this.order = EntryOrder.of(tree);
    this.write = write;
  }

  Tree tree() {
    return tree;
  }

  void loseItsPlace() {
    place = null;
  }

  private @Nullable SortedTree<Entry> entries() {
    if (closed) {
      throw new MisuseException("the cursor on " + tree.name() + " is closed");
    }
    return transaction.entries(tree);
  }

  private boolean moveTo(@Nullable SortedTree<Entry> entries, @Nullable Entry entry) {
    seen = entries;
    place = entry;
    current = entry;
    if ((++moves & 0x3ff) == 0) {
      transaction.limits().checkCancelled();
    }
    return entry != null;
  }

  /** The entry it is on, in the tree as it is now. */
  private @Nullable Entry entry() {
    SortedTree<Entry> entries = entries();
    Entry at = place;
    if (at == null) {
      return null;
    }
    if (entries != seen) {
      current = SortedTree.find(entries, entry -> order.compare(at, entry));
      seen = entries;
    }
    return current;
  }

  private Entry entryOrMisuse() {
    Entry entry = entry();
    if (entry == null) {
      throw new MisuseException("the cursor on " + tree.name() + " is not on an entry");
    }
    return entry;
  }

  @Override
  public boolean first() {
    SortedTree<Entry> entries = entries();
    return moveTo(entries, entries == null ? null : SortedTree.first(entries));
  }

  @Override
  public boolean last() {
    SortedTree<Entry> entries = entries();
    return moveTo(entries, entries == null ? null : SortedTree.last(entries));
  }

  @Override
  public boolean next() {
    SortedTree<Entry> entries = entries();
    Entry at = place;
    return moveTo(
        entries,
        at == null
            ? null
            : SortedTree.firstAfter(entries, entry -> order.compare(at, entry), false));
  }

  @Override
  public boolean previous() {
    SortedTree<Entry> entries = entries();
    Entry at = place;
    return moveTo(
        entries,
        at == null
            ? null
            : SortedTree.lastBefore(entries, entry -> order.compare(at, entry), false));
  }

  @Override
  public boolean seek(long rowid, Seek seek) {
    if (!(tree instanceof Tree.Table)) {
      throw new MisuseException(tree.name() + " is no table tree: it has no rowids to seek");
    }
    return seek(entry -> Long.compare(rowid, entry.rowid()), seek);
  }

  @Override
  public boolean seek(SearchKey key, Seek seek) {
    if (!(order instanceof EntryOrder.ByRecord byRecord)) {
      throw new MisuseException(tree.name() + " is no index tree: it has no keys to seek");
    }
    return seek(entry -> byRecord.compare(key, entry), seek);
  }

  private boolean seek(ToIntFunction<Entry> probe, Seek seek) {
    SortedTree<Entry> entries = entries();
    return moveTo(
        entries,
        switch (seek) {
          case EQUAL -> SortedTree.find(entries, probe);
          case AT_LEAST -> SortedTree.firstAfter(entries, probe, true);
          case AFTER -> SortedTree.firstAfter(entries, probe, false);
          case AT_MOST -> SortedTree.lastBefore(entries, probe, true);
          case BEFORE -> SortedTree.lastBefore(entries, probe, false);
        });
  }

  @Override
  public boolean onEntry() {
    return entry() != null;
  }

  @Override
  public long rowid() {
    if (!(tree instanceof Tree.Table)) {
      throw new MisuseException(tree.name() + " is no table tree: its entries have no rowid");
    }
    return entryOrMisuse().rowid();
  }

  @Override
  public int payloadSize() {
    return entryOrMisuse().record().length;
  }

  @Override
  public byte[] bytes() {
    return entryOrMisuse().record();
  }

  @Override
  public int offset() {
    entryOrMisuse();
    return 0;
  }

  @Override
  public int available() {
    return payloadSize();
  }

  @Override
  public void fetch(int size) {
    if (size > payloadSize()) {
      throw new MisuseException(
          "fetch of " + size + " bytes of a record of " + payloadSize() + " in " + tree.name());
    }
  }

  @Override
  public void insert(long rowid, byte[] record, int offset, int length) {
    if (!(tree instanceof Tree.Table)) {
      throw new MisuseException(tree.name() + " is no table tree: it takes no rowids");
    }
    insert(new Entry(rowid, copy(record, offset, length)));
  }

  @Override
  public void insert(byte[] record, int offset, int length) {
    if (tree instanceof Tree.Table) {
      throw new MisuseException(tree.name() + " is a table tree: it takes rowids");
    }
    insert(new Entry(0, copy(record, offset, length)));
  }

  private byte[] copy(byte[] record, int offset, int length) {
    if (length > transaction.capabilities().maximumRecordBytes()) {
      throw new RecordTooBigException("string or blob too big: record of " + length + " bytes");
    }
    return Arrays.copyOfRange(record, offset, offset + length);
  }

  private void insert(Entry entry) {
    checkWrites();
    transaction.checkRoom(entry.record().length);
    SortedTree<Entry> entries = entries();
    try {
      order.compare(entry, entry); // an index's only entry is compared with nothing otherwise
      transaction.setEntries(tree, SortedTree.with(entries, entry, order));
    } catch (MalformedRecordException e) {
      throw new MisuseException("not a record for " + tree.name() + ": " + e.getMessage());
    }
    transaction.changed(entry.record().length);
    moveTo(entries(), entry);
  }

  @Override
  public void delete() {
    checkWrites();
    Entry entry = entryOrMisuse();
    transaction.checkRoom(entry.record().length);
    transaction.setEntries(
        tree, SortedTree.without(entries(), other -> order.compare(entry, other)));
    transaction.changed(entry.record().length);
  }

  private void checkWrites() {
    entries();
    if (!write) {
      throw new MisuseException("the cursor on " + tree.name() + " was opened for reading");
    }
  }

  @Override
  public void close() {
    if (!closed) {
      closed = true;
      transaction.closed(this);
    }
  }
}
