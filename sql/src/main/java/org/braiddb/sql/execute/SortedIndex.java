package org.braiddb.sql.execute;

import java.util.Arrays;
import java.util.BitSet;
import org.braiddb.storage.record.RecordWriter;

/**
 * Rows by keys of {@link KeyEncoder} where a hash table of them would be too large: sorted by their
 * keys, in files as far as they do not fit, and found by binary search. In memory stay the places
 * of the rows. Rows with equal keys stay in the order they came.
 */
final class SortedIndex {
  private final Sorter sorter;
  private final RowBuffer keys;
  private final RowBuffer rows;
  private final BitSet firstOfKey = new BitSet();
  private final RecordWriter writer = new RecordWriter();
  private final RecordRow.InMemory record = new RecordRow.InMemory();
  private final RecordRow.InMemory key = new RecordRow.InMemory();

  /**
   * @param budgetBytes how much memory each of the sort, the keys and the rows may take
   */
  SortedIndex(long budgetBytes) {
    sorter = new Sorter(budgetBytes);
    keys = new RowBuffer(budgetBytes);
    rows = new RowBuffer(budgetBytes);
    sorter.begin(-1);
  }

  /** Takes a row in. */
  void add(KeyEncoder rowKey, byte[] row, int offset, int length) {
    writer.clear();
    writer.addBlob(rowKey.bytes(), 0, rowKey.length());
    writer.addBlob(row, offset, length);
    sorter.add(rowKey, writer.bytes(), writer.length());
  }

  /**
   * All rows are there.
   *
   * @param distinct whether only the first row of each key is wanted
   */
  void end(boolean distinct) {
    sorter.sort();
    byte[] last = {};
    while (sorter.next(record)) {
      byte[] bytes = record.reader().bytes();
      int from = record.reader().offset(0);
      int length = record.reader().length(0);
      boolean first = !Arrays.equals(last, 0, last.length, bytes, from, from + length);
      if (first) {
        last = Arrays.copyOfRange(bytes, from, from + length);
        firstOfKey.set(keys.size());
      } else if (distinct) {
        continue;
      }
      keys.add(bytes, from, length);
      rows.add(bytes, record.reader().offset(1), record.reader().length(1));
    }
    sorter.clear();
  }

  /** How many rows there are; their numbers, from 0, follow the order of their keys. */
  int size() {
    return rows.size();
  }

  /** The number of the first row with a key; -1 where there is none. */
  int find(KeyEncoder sought) {
    int low = 0;
    int high = keys.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      int order = compare(middle, sought);
      if (order < 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low < keys.size() && compare(low, sought) == 0 ? low : -1;
  }

  private int compare(int number, KeyEncoder sought) {
    keys.loadAlone(number, key);
    return Arrays.compareUnsigned(
        key.bytes(), key.offset(), key.offset() + key.length(), sought.bytes(), 0, sought.length());
  }

  /** The number of the next row with the same key; -1 where there is none. */
  int next(int number) {
    return number + 1 < rows.size() && !firstOfKey.get(number + 1) ? number + 1 : -1;
  }

  /** Makes a row be the one of that number. */
  void load(int number, RecordRow.InMemory row) {
    rows.load(number, row);
  }

  /** Gives everything back. */
  void close() {
    sorter.clear();
    keys.clear();
    rows.clear();
    firstOfKey.clear();
  }
}
