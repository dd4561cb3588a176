package org.braiddb.sql.execute;

import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.Cursor;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.record.RecordReader;

/**
 * The table row that an index entry belongs to; it is looked for only when a column is read that
 * the index does not hold.
 */
final class SeekRow extends RecordRow {
  private final TreeCursor table;
  private final TreeCursor index;
  private final int rowidColumn;

  /**
   * @param rowidColumn the column of the index records that holds the rowid
   */
  SeekRow(TreeCursor table, TreeCursor index, int rowidColumn) {
    this.table = table;
    this.index = index;
    this.rowidColumn = rowidColumn;
  }

  TreeCursor table() {
    return table;
  }

  @Override
  void load(RecordReader target) {
    long rowid = rowid();
    Cursor cursor = table.cursor();
    if (!cursor.seek(rowid, Cursor.Seek.EQUAL)) {
      throw new StatementException(
          ResultCode.CORRUPT_INDEX,
          "database disk image is malformed: index "
              + index.tree().name()
              + " has an entry for row "
              + rowid
              + ", which table "
              + table.tree().name()
              + " does not have");
    }
    target.read(cursor);
  }

  @Override
  long rowid() {
    return index.reader().integer(rowidColumn);
  }
}
