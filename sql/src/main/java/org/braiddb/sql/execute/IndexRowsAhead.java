package org.braiddb.sql.execute;

import org.braiddb.storage.Cursor;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.SerialType;

/** The rows that the next entries of an index belong to. */
final class IndexRowsAhead extends RowsAhead {
  private final SeekRow row;
  private final IndexScan scan;
  private final TreeCursor index;
  private final TreeCursor ahead;
  private final int rowidColumn;
  private final SearchKey key = new SearchKey();
  private final RecordReader reader = new RecordReader();
  private long lookupsBefore;

  /**
   * @param row the rows that the entries belong to
   * @param index the cursor of the scan
   * @param ahead another one on the same index
   * @param rowidColumn the column of the index records that holds the rowid
   */
  IndexRowsAhead(SeekRow row, IndexScan scan, TreeCursor index, TreeCursor ahead, int rowidColumn) {
    super(row.table());
    this.row = row;
    this.scan = scan;
    this.index = index;
    this.ahead = ahead;
    this.rowidColumn = rowidColumn;
  }

  /** Of entries that a condition leaves out, no row is looked up. */
  @Override
  boolean isWorthwhile(int rows) {
    long lookups = row.lookups() - lookupsBefore;
    lookupsBefore += lookups;
    return 2 * lookups >= rows;
  }

  @Override
  long pass() {
    return scan.pass();
  }

  @Override
  int collect(long[] into, int most, boolean first, Frame frame) {
    Cursor cursor = ahead.open(frame);
    boolean found = first ? join(cursor) : scan.move(cursor);
    int count = 0;
    while (found && !scan.beyond(cursor)) {
      reader.read(cursor);
      boolean sound = SerialType.isInteger(reader.type(rowidColumn));
      into[count++] = sound ? reader.integer(rowidColumn) : 0;
      if (count == most) {
        break;
      }
      found = scan.move(cursor);
    }
    return count;
  }

  /** Goes to where the scan is. */
  private boolean join(Cursor cursor) {
    Cursor present = index.cursor();
    int size = present.payloadSize();
    present.fetch(size);
    RecordComparator.unpack(present.bytes(), present.offset(), size, Integer.MAX_VALUE, key);
    return cursor.seek(key, Cursor.Seek.EQUAL);
  }
}
