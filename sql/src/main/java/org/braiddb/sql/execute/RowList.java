package org.braiddb.sql.execute;

import org.braiddb.sql.program.Settings;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;

/**
 * Rows kept as records, by numbers from 0: some bytes for each instead of objects, and in a file
 * what does not fit its share of memory. A row is added value by value; nothing changes once it is
 * there.
 */
public final class RowList implements AutoCloseable {
  private final RowBuffer rows;
  private final RecordRow.InMemory inMemory = new RecordRow.InMemory();
  private final RecordWriter writer = new RecordWriter();
  private final RecordReader reader = new RecordReader();
  private int read = -1;

  /** No rows, with the share of memory that the settings leave it. */
  public RowList(Settings settings) {
    rows = new RowBuffer(TemporaryFile.budgetBytes(settings));
  }

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
      RecordRow.InMemory record = rows.isInFile(row) ? new RecordRow.InMemory() : inMemory;
      rows.load(row, record);
      record.load(reader);
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

  /** Lets go of all rows. */
  @Override
  public void close() {
    rows.clear();
    read = -1;
  }
}
