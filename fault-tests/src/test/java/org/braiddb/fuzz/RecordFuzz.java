package org.braiddb.fuzz;

import org.braiddb.storage.record.MalformedRecordException;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;

/** The input is a record. */
public final class RecordFuzz {
  private RecordFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    // In the middle of other bytes, so that a read outside finds something wrong.
    byte[] around = new byte[input.length + 32];
    System.arraycopy(input, 0, around, 16, input.length);
    RecordReader reader = new RecordReader();
    try {
      reader.read(around, 16, input.length);
      int columns = reader.columnCount();
      for (int column = 0; column < columns; column++) {
        look(reader, column, input.length);
      }
    } catch (MalformedRecordException e) {
      return; // it says so
    }
  }

  private static void look(RecordReader reader, int column, int length) {
    int type = reader.type(column);
    if (SerialType.isInteger(type)) {
      RecordWriter writer = new RecordWriter();
      writer.addInteger(reader.integer(column));
    } else if (!reader.isNull(column)
        && type == SerialType.REAL
        && Double.isNaN(reader.real(column))) {
      throw new AssertionError("NaN that is not NULL");
    }
    reader.castToInteger(column, TextEncoding.UTF_8);
    int offset = reader.offset(column);
    if (offset < 16 || offset + reader.length(column) > 16 + length) {
      throw new AssertionError("column " + column + " lies outside the record");
    }
  }
}
