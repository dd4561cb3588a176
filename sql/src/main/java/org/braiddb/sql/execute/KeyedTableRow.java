package org.braiddb.sql.execute;

import org.braiddb.storage.CorruptException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.record.RecordComparator;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;

/**
 * The row of a table without rowid that an index entry belongs to, looked for when it is needed.
 */
final class KeyedTableRow extends RecordRow {
  private final TreeCursor table;
  private final TreeCursor index;
  private final int[] keyColumns;
  private final SearchKey key;
  private final RecordWriter writer = new RecordWriter();

  /**
   * @param keyColumns the columns of the index records that hold the table's primary key, in its
   *     order
   */
  KeyedTableRow(TreeCursor table, TreeCursor index, int[] keyColumns) {
    this.table = table;
    this.index = index;
    this.keyColumns = keyColumns;
    key = new SearchKey(keyColumns.length);
  }

  @Override
  CorruptException missing() {
    return index
        .cursor()
        .contradiction(
            ResultCode.CORRUPT_INDEX,
            "the row in table "
                + table.tree().name()
                + " that index "
                + index.tree().name()
                + " has an entry for",
            "none");
  }

  @Override
  void load(RecordReader target) {
    RecordReader entry = index.reader();
    writer.clear();
    for (int column : keyColumns) {
      int offset = entry.offset(column);
      writer.addEncoded(entry.type(column), entry.bytes(), offset);
    }
    RecordComparator.unpack(writer.bytes(), 0, writer.length(), keyColumns.length, key);
    Cursor cursor = table.cursor();
    if (!cursor.seek(key, Cursor.Seek.EQUAL)) {
      throw missing();
    }
    target.read(cursor);
  }
}
