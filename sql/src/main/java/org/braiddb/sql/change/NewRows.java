package org.braiddb.sql.change;

import java.util.Arrays;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.RowBlock;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.Tree;
import org.jspecify.annotations.Nullable;

/** Records of new rows that wait for their rowids, to be put in together. */
final class NewRows {
  private static final int FIRST_BYTES = 1 << 12;

  /** With so many bytes they wait no longer. */
  private static final int MANY_BYTES = 1 << 16;

  private byte[] bytes = new byte[FIRST_BYTES];

  /** Where each record ends; the next one begins there. */
  private final int[] ends = new int[RowBlock.CAPACITY];

  private final long[] rowids = new long[RowBlock.CAPACITY];
  private final RowBlock block = new RowBlock();
  private int count;

  /** The array with the one long record that waits, which is not copied. */
  private byte @Nullable [] longRecord;

  private int longOffset;

  /** Whether a record is so long that it has to be put in by itself, and at once. */
  private static boolean isLong(int length) {
    return length >= MANY_BYTES;
  }

  /** Whether a record may be added to those that wait. */
  boolean hasRoomFor(int length) {
    return isEmpty() || !isFull() && !isLong(length);
  }

  /** Keeps a copy of a record for which there is room; of a long one where it is. */
  void add(byte[] record, int offset, int length) {
    if (isLong(length)) {
      longRecord = record;
      longOffset = offset;
      ends[count++] = length;
      return;
    }
    int used = end(count);
    if (bytes.length - used < length) {
      bytes = Arrays.copyOf(bytes, Math.max(used + length, 2 * bytes.length));
    }
    System.arraycopy(record, offset, bytes, used, length);
    ends[count++] = used + length;
  }

  private int end(int records) {
    return records == 0 ? 0 : ends[records - 1];
  }

  /** Whether they are to be put in before another is added. */
  boolean isFull() {
    return count == RowBlock.CAPACITY || end(count) >= MANY_BYTES;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /**
   * Puts them in, in their order; none waits then, whatever comes of it.
   *
   * @return the last one's rowid
   */
  long putInto(Transaction transaction, Tree.Table table, Cursor rows) {
    int all = count;
    byte[] single = longRecord;
    byte[] records = single == null ? bytes : single;
    int base = single == null ? 0 : longOffset;
    count = 0;
    longRecord = null;
    int done = 0;
    while (done < all) {
      int given = transaction.allocateRowids(table, rowids, all - done);
      block.begin(records);
      for (int i = 0; i < given; i++, done++) {
        int from = end(done);
        block.add(base + from, ends[done] - from, rowids[i]);
      }
      rows.insertRows(block);
    }
    long last = block.rowids()[block.count() - 1];
    block.begin(bytes); // lets go of a long record
    return last;
  }
}
