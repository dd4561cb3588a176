package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;

/**
 * Rows kept in memory as records, by numbers from 0: some bytes for each instead of objects. A row
 * is added value by value; nothing changes once it is there.
 */
public final class RowList {
  private final RowBuffer rows = new RowBuffer();
  private final RecordWriter writer = new RecordWriter();
  private final RecordReader reader = new RecordReader();
  private int read = -1;

  /** No rows. */
  public RowList() {}

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** Appends a value to the row that {@link #endRow} will add; bytes are copied. */
  public void put(Cell value) {
    CellRecords.add(writer, value);
  }

  /** Adds the row whose values were put since the last. */
  public void endRow() {
    rows.add(writer);
    writer.clear();
  }

  /** Reads a value; its bytes stay good as long as the list is there. */
  public void read(int row, int column, Cell target) {
    if (row != read) {
      reader.read(rows.bytes(row), rows.offset(row), rows.length(row));
      read = row;
    }
    int type = reader.type(column);
    int offset = reader.offset(column);
    if (SerialType.isInteger(type)) {
      target.setInteger(reader.integer(column));
    } else if (type == SerialType.NULL) {
      target.setNull();
    } else if (type == SerialType.REAL) {
      target.setReal(reader.real(column));
    } else if (SerialType.isText(type)) {
      target.setText(reader.bytes(), offset, reader.length(column));
    } else {
      target.setBlob(reader.bytes(), offset, reader.length(column));
    }
  }
}
