package com.example.ledger;

import java.util.Arrays;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.MisuseException;
import org.braiddb.storage.RecordTooBigException;
import org.braiddb.storage.ScanAdvice;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.MalformedRecordException;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.SearchKey;

/** A key of a tree, and the entry that has it as long as there is one. */
final class LedgerCursor implements Cursor {
  private final LedgerTransaction transaction;
  private final Tree tree;
  private final boolean write;
  private boolean closed;

  /** The entry whose key is the cursor's place, there or not; null: nowhere. */
  private Entry entry;

  /** Where the entry is in {@link #seen}; negative where it is not. */
  private int position = -1;

  private Entries seen;

  /** What was read since the last seek, in concurrent transactions; null: nothing yet. */
  private Footprint.Range range;

  private boolean missesCovered;
  private boolean findsCovered;

  LedgerCursor(LedgerTransaction transaction, Tree tree, boolean write) {
    this.transaction = transaction;
    this.tree = tree;
    this.write = write;
  }

  Tree tree() {
    return tree;
  }

  /** Goes nowhere. */
  void leave() {
    entry = null;
    range = null;
  }

  private Entries entries() {
    if (closed) {
      throw new MisuseException("the cursor on " + tree.name() + " is closed");
    }
    return transaction.entries(tree);
  }

  /** Looks where the cursor is in the tree as it is now. */
  private Entries look() {
    Entries entries = entries();
    if (entry != null && entries != seen) {
      Place place = Place.of(tree, entry);
      int at = entries.countBefore(place);
      boolean there = at < entries.size() && place.compare(entries.get(at)) == 0;
      position = there ? at : -at - 1;
      seen = entries;
      entry = there ? entries.get(at) : entry;
    }
    return entries;
  }

  private boolean go(Entries entries, int to) {
    if (to < 0 || to >= entries.size()) {
      leave();
      return false;
    }
    seen = entries;
    position = to;
    entry = entries.get(to);
    return true;
  }

  private Entry here() {
    look();
    if (entry == null || position < 0) {
      throw new MisuseException("the cursor on " + tree.name() + " is not on an entry");
    }
    return entry;
  }

  // ---- moves

  @Override
  public boolean first() {
    Entries entries = entries();
    boolean found = go(entries, 0);
    reads(null, found ? Place.of(tree, entry) : null);
    return found;
  }

  @Override
  public boolean last() {
    Entries entries = entries();
    boolean found = go(entries, entries.size() - 1);
    reads(found ? Place.of(tree, entry) : null, null);
    return found;
  }

  @Override
  public boolean next() {
    Entries entries = look();
    if (entry == null) {
      return false;
    }
    Footprint.Range read = scanned();
    boolean found = go(entries, position >= 0 ? position + 1 : -position - 1);
    if (read != null) {
      read.high = found ? Place.of(tree, entry) : null;
      range = found ? read : null;
    }
    return found;
  }

  @Override
  public boolean previous() {
    Entries entries = look();
    if (entry == null) {
      return false;
    }
    Footprint.Range read = scanned();
    boolean found = go(entries, (position >= 0 ? position : -position - 1) - 1);
    if (read != null) {
      read.low = found ? Place.of(tree, entry) : null;
      range = found ? read : null;
    }
    return found;
  }

  @Override
  public boolean seek(long rowid, Seek seek) {
    entries();
    if (!(tree instanceof Tree.Table)) {
      throw new MisuseException(tree.name() + " is no table: it has no rowids");
    }
    return seek(Place.of(rowid), seek);
  }

  @Override
  public boolean seek(SearchKey key, Seek seek) {
    entries();
    if (tree instanceof Tree.Table) {
      throw new MisuseException(tree.name() + " is a table: it has no keys but rowids");
    }
    SearchKey kept = transaction.concurrent() ? Place.copy(key) : key;
    return seek(Place.of(Place.order(tree), kept), seek);
  }

  private boolean seek(Place place, Seek seek) {
    Entries entries = entries();
    int before = entries.countBefore(place);
    int upTo = entries.countUpTo(place);
    boolean found =
        switch (seek) {
          case EQUAL -> go(entries, before < upTo ? before : -1);
          case AT_LEAST -> go(entries, before);
          case AFTER -> go(entries, upTo);
          case AT_MOST -> go(entries, upTo - 1);
          case BEFORE -> go(entries, before - 1);
        };
    range = null;
    if (found ? findsCovered : missesCovered) {
      return found;
    }
    Place end = found ? Place.of(tree, entry) : null;
    switch (seek) {
      case EQUAL -> reads(place, place);
      case AT_LEAST, AFTER -> reads(place, end);
      case AT_MOST, BEFORE -> reads(end, place);
    }
    return found;
  }

  @Override
  public void advise(ScanAdvice advice) {
    missesCovered = advice.missesCovered;
    findsCovered = advice.findsCovered;
  }

  private void reads(Place low, Place high) {
    if (transaction.concurrent()) {
      range = transaction.footprint().read(tree, low, high);
    }
  }

  /** What a move makes larger. */
  private Footprint.Range scanned() {
    if (range == null) {
      reads(Place.of(tree, entry), Place.of(tree, entry));
    }
    return range;
  }

  // ---- the entry

  @Override
  public boolean onEntry() {
    look();
    return entry != null && position >= 0;
  }

  @Override
  public long rowid() {
    if (!(tree instanceof Tree.Table)) {
      entries();
      throw new MisuseException(tree.name() + " is no table: its entries have no rowid");
    }
    return here().rowid();
  }

  @Override
  public int payloadSize() {
    return here().record().length;
  }

  @Override
  public byte[] bytes() {
    return here().record();
  }

  @Override
  public int offset() {
    here();
    return 0;
  }

  @Override
  public int available() {
    return payloadSize();
  }

  @Override
  public void fetch(int size) {
    if (size > payloadSize()) {
      throw new MisuseException(size + " bytes asked of a record of " + payloadSize());
    }
  }

  // ---- changes

  @Override
  public void insert(long rowid, byte[] record, int offset, int length) {
    checkWrites();
    if (!(tree instanceof Tree.Table)) {
      throw new MisuseException(tree.name() + " is no table: it takes no rowids");
    }
    put(new Entry(rowid, copy(record, offset, length)));
  }

  @Override
  public void insert(byte[] record, int offset, int length) {
    checkWrites();
    if (tree instanceof Tree.Table) {
      throw new MisuseException(tree.name() + " is a table: it takes rowids");
    }
    Entry added = new Entry(0, copy(record, offset, length));
    RecordComparator order = Place.order(tree);
    try {
      order.compare(added.record(), 0, length, added.record(), 0, length, Integer.MAX_VALUE);
    } catch (MalformedRecordException e) {
      throw new MisuseException("not a record for " + tree.name() + ": " + e.getMessage());
    }
    put(added);
  }

  private static byte[] copy(byte[] record, int offset, int length) {
    if (length > LedgerEngine.LARGEST_RECORD) {
      throw new RecordTooBigException("string or blob too big: record of " + length + " bytes");
    }
    return Arrays.copyOfRange(record, offset, offset + length);
  }

  private void put(Entry added) {
    Place place = Place.of(tree, added);
    transaction.change(tree, place, added, new Change.Put(tree, place, added));
    entry = added;
    seen = null; // to be looked for
    range = null;
  }

  @Override
  public void delete() {
    checkWrites();
    Entry deleted = here();
    Place place = Place.of(tree, deleted);
    transaction.change(tree, place, deleted, new Change.Delete(tree, place, deleted));
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
