package org.braiddb.sql.execute;

import org.braiddb.storage.CorruptException;
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
  private long lookups;

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

  /** What is read in vain could disturb others, but for transactions that only read. */
  @Override
  void announce(Frame frame) {
    if (table.onlyReads(frame)) {
      index.cursor().leadsTo(table.cursor());
    }
  }

  @Override
  CorruptException missing() {
    return index
        .cursor()
        .contradiction(
            ResultCode.CORRUPT_INDEX,
            "row "
                + rowid()
                + " in table "
                + table.tree().name()
                + ", which index "
                + index.tree().name()
                + " has an entry for",
            "none");
  }

  /** How many rows were looked for. */
  long lookups() {
    return lookups;
  }

  @Override
  void load(RecordReader target) {
    lookups++;
    long rowid = rowid();
    Cursor cursor = table.cursor();
    if (!cursor.seek(rowid, Cursor.Seek.EQUAL)) {
      throw missing();
    }
    target.read(cursor);
  }

  @Override
  long rowid() {
    return index.reader().integer(rowidColumn);
  }
}
