package org.braiddb.storage.tck.naive;

import java.util.concurrent.ThreadLocalRandom;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** New rowids, and the records {@code (name, seq)} that keep AUTOINCREMENT's. */
final class Rowids {
  private static final int RANDOM_ATTEMPTS = 100;

  private Rowids() {}

  static long allocate(String table, @Nullable SortedTree<Entry> rows) {
    if (rows == null) {
      return 1;
    }
    long largest = SortedTree.last(rows).rowid();
    return largest < Long.MAX_VALUE ? largest + 1 : allocateRandomly(table, rows);
  }

  private static long allocateRandomly(String table, SortedTree<Entry> rows) {
    for (int i = 0; i < RANDOM_ATTEMPTS; i++) {
      long rowid = ThreadLocalRandom.current().nextLong(1, Long.MAX_VALUE);
      if (SortedTree.find(rows, row -> Long.compare(rowid, row.rowid())) == null) {
        return rowid;
      }
    }
    throw new StoreFullException("database or disk is full: no unused rowid found in " + table);
  }

  static long allocate(
      String table,
      @Nullable SortedTree<Entry> rows,
      @Nullable SortedTree<Entry> sequences,
      String name,
      TextEncoding encoding) {
    Entry sequence = find(sequences, name, encoding);
    long recorded = sequence == null ? 0 : number(sequence, encoding);
    long largest = rows == null ? recorded : Math.max(recorded, SortedTree.last(rows).rowid());
    if (largest == Long.MAX_VALUE) {
      throw new StoreFullException(
          "database or disk is full: AUTOINCREMENT of " + table + " has used the largest rowid");
    }
    return Math.max(0, largest) + 1;
  }

  static SortedTree<Entry> record(
      @Nullable SortedTree<Entry> sequences, String name, long rowid, TextEncoding encoding) {
    Entry sequence = find(sequences, name, encoding);
    long largest = sequence == null ? rowid : Math.max(rowid, number(sequence, encoding));
    RecordWriter writer = new RecordWriter();
    byte[] text = name.getBytes(encoding.charset());
    writer.addText(text, 0, text.length);
    writer.addInteger(largest);
    long at = sequence == null ? allocate("sqlite_sequence", sequences) : sequence.rowid();
    return SortedTree.with(
        sequences, new Entry(at, writer.toByteArray()), new EntryOrder.ByRowid());
  }

  private static @Nullable Entry find(
      @Nullable SortedTree<Entry> sequences, String name, TextEncoding encoding) {
    var found =
        new Object() {
          @Nullable Entry entry;
        };
    SortedTree.forEach(
        sequences,
        entry -> {
          if (found.entry == null && name.equals(text(entry, 0, encoding))) {
            found.entry = entry;
          }
        });
    return found.entry;
  }

  private static RecordReader reader(Entry entry) {
    RecordReader reader = new RecordReader();
    reader.read(entry.record(), 0, entry.record().length);
    return reader;
  }

  private static @Nullable String text(Entry entry, int column, TextEncoding encoding) {
    RecordReader reader = reader(entry);
    if (!SerialType.isText(reader.type(column))) {
      return null;
    }
    int offset = reader.offset(column);
    return new String(entry.record(), offset, reader.length(column), encoding.charset());
  }

  /** The number of a record that the user may have changed to anything. */
  private static long number(Entry entry, TextEncoding encoding) {
    return reader(entry).castToInteger(1, encoding);
  }
}
