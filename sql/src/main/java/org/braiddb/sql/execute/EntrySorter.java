package org.braiddb.sql.execute;

import org.braiddb.sql.program.Settings;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.RecordWriter;

/**
 * The entries of an index in the order of their keys: an index that is filled in order grows at its
 * end, page after page, and is searched nowhere. Entries with equal keys stay in the order they
 * came, which is that of their rows.
 */
public final class EntrySorter implements AutoCloseable {
  private final Sorter sorter;
  private final KeyEncoder key = new KeyEncoder();
  private final RecordRow.InMemory entry = new RecordRow.InMemory();

  /** One without entries, with the share of memory that the settings leave it. */
  public EntrySorter(Settings settings) {
    sorter = new Sorter(TemporaryFile.budgetBytes(settings));
    sorter.begin(-1);
  }

  /** Appends a column to the key of the entry that is added next. */
  public void addKey(Cell value, Collation collation, boolean descending) {
    key.add(value, collation, descending, !descending);
  }

  /** Takes in an entry, whose bytes are copied. */
  public void add(RecordWriter record) {
    sorter.add(key, record.bytes(), record.length());
    key.clear();
  }

  /** Puts all in order, so that {@link #next} leads to the first. */
  public void sort() {
    sorter.sort();
  }

  /** Moves to the next entry; false at the end. */
  public boolean next() {
    return sorter.next(entry);
  }

  /** The array that the present entry is in. */
  public byte[] bytes() {
    return entry.bytes();
  }

  /** Where it begins there. */
  public int offset() {
    return entry.offset();
  }

  /** The length in bytes of the present entry. */
  public int length() {
    return entry.length();
  }

  /** Lets go of all entries. */
  @Override
  public void close() {
    sorter.clear();
    key.forget();
  }
}
