package org.braiddb.storage.tck.naive;

import java.util.Comparator;
import org.braiddb.storage.Tree;
import org.braiddb.storage.record.KeyOrder;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.SearchKey;

/** The order of the entries of one tree, as its {@link Tree} declares it. */
sealed interface EntryOrder extends Comparator<Entry> {
  /** The order of this tree. */
  static EntryOrder of(Tree tree) {
    return switch (tree) {
      case Tree.Table _ -> new ByRowid();
      case Tree.Index index -> ByRecord.of(index.order(), Integer.MAX_VALUE);
      case Tree.Clustered clustered ->
          ByRecord.of(clustered.key(), clustered.key().columns().size());
    };
  }

  /** By rowid, ascending. */
  record ByRowid() implements EntryOrder {
    @Override
    public int compare(Entry left, Entry right) {
      return Long.compare(left.rowid(), right.rowid());
    }
  }

  /** By the leading columns of the record. */
  record ByRecord(RecordComparator comparator, int columns) implements EntryOrder {
    static ByRecord of(KeyOrder order, int columns) {
      return new ByRecord(new RecordComparator(order), columns);
    }

    @Override
    public int compare(Entry left, Entry right) {
      byte[] a = left.record();
      byte[] b = right.record();
      return comparator.compare(a, 0, a.length, b, 0, b.length, columns);
    }

    int compare(SearchKey key, Entry entry) {
      return comparator.compare(key, entry.record(), 0, entry.record().length);
    }
  }
}
