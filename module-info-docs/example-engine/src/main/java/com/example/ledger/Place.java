package com.example.ledger;

import org.braiddb.storage.Tree;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.SearchKey;

/** A place in the order of a tree; of a key that is a prefix, all that begin with it. */
interface Place {
  /** Negative, zero or positive as the entry is before the place, at it or after it. */
  int compare(Entry entry);

  static Place of(long rowid) {
    return entry -> Long.compare(entry.rowid(), rowid);
  }

  /** The place of an entry with this one's key. */
  static Place of(Tree tree, Entry entry) {
    return switch (tree) {
      case Tree.Table _ -> of(entry.rowid());
      case Tree.Index index -> of(new RecordComparator(index.order()), entry, Integer.MAX_VALUE);
      case Tree.Clustered clustered ->
          of(new RecordComparator(clustered.key()), entry, clustered.key().columns().size());
    };
  }

  /** The place of the entries that begin as this one does. */
  static Place of(RecordComparator order, Entry other, int columns) {
    byte[] record = other.record();
    return entry ->
        order.compare(entry.record(), 0, entry.record().length, record, 0, record.length, columns);
  }

  /** The key is copied where the place is to outlive the call. */
  static Place of(RecordComparator order, SearchKey key) {
    return entry -> -order.compare(key, entry.record(), 0, entry.record().length);
  }

  /** The order of an index tree. */
  static RecordComparator order(Tree tree) {
    return switch (tree) {
      case Tree.Table table -> throw new IllegalArgumentException(table + " is ordered by rowid");
      case Tree.Index index -> new RecordComparator(index.order());
      case Tree.Clustered clustered -> new RecordComparator(clustered.key());
    };
  }

  static SearchKey copy(SearchKey key) {
    SearchKey copy = new SearchKey(key.size());
    for (int i = 0; i < key.size(); i++) {
      switch (key.type(i)) {
        case SearchKey.INTEGER -> copy.addInteger(key.integer(i));
        case SearchKey.REAL -> copy.addReal(key.real(i));
        case SearchKey.TEXT -> copy.addText(key.bytes(i).clone(), key.offset(i), key.length(i));
        case SearchKey.BLOB -> copy.addBlob(key.bytes(i).clone(), key.offset(i), key.length(i));
        default -> copy.addNull();
      }
    }
    return copy;
  }
}
