package org.braiddb.sql;

import java.util.Arrays;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;

/** The values of a row that was salvaged; columns count from 0. Valid during one call. */
public final class SalvagedRow {
  /** The place of a value that is the rowid. */
  static final int ROWID = -1;

  private final RecordReader reader = new RecordReader();
  private final TextEncoding encoding;
  private int[] places = {};
  private int size;
  private long rowid;

  SalvagedRow(TextEncoding encoding) {
    this.encoding = encoding;
  }

  /** Shows all values of a record in their order. */
  void show(byte[] record, int length) {
    reader.read(record, 0, length);
    size = reader.columnCount();
    places = new int[] {};
  }

  /** Shows values of a record by their places in it, or {@link #ROWID}. */
  void show(long newRowid, byte[] record, int length, int[] newPlaces) {
    reader.read(record, 0, length);
    rowid = newRowid;
    places = newPlaces;
    size = newPlaces.length;
  }

  private int place(int column) {
    if (column < 0 || column >= size) {
      throw new IndexOutOfBoundsException("column " + column + " of " + size);
    }
    return places.length == 0 ? column : places[column];
  }

  /** How many values there are. */
  public int size() {
    return size;
  }

  /** The type of a value. */
  public ValueType type(int column) {
    int place = place(column);
    if (place == ROWID) {
      return ValueType.INTEGER;
    }
    int type = reader.type(place);
    if (reader.isNull(place)) {
      return ValueType.NULL;
    } else if (SerialType.isInteger(type)) {
      return ValueType.INTEGER;
    } else if (type == SerialType.REAL) {
      return ValueType.REAL;
    }
    return SerialType.isText(type) ? ValueType.TEXT : ValueType.BLOB;
  }

  /** Whether the record is older than the column, whose value is its default. */
  boolean isMissing(int column) {
    int place = place(column);
    return place != ROWID && !reader.has(place);
  }

  /** The value of an INTEGER. */
  public long integer(int column) {
    int place = place(column);
    return place == ROWID ? rowid : reader.integer(place);
  }

  /** The value of a REAL. */
  public double real(int column) {
    return reader.real(place(column));
  }

  /** The bytes of a BLOB, or those of a TEXT in the database's encoding. */
  public byte[] bytes(int column) {
    int place = place(column);
    int offset = reader.offset(place);
    return Arrays.copyOfRange(reader.bytes(), offset, offset + reader.length(place));
  }

  /** The characters of a TEXT; what is no character becomes U+FFFD. */
  public String text(int column) {
    return new String(bytes(column), encoding.charset());
  }

  /** Whether the bytes of a TEXT are those of {@link #text}, and so are in the encoding. */
  public boolean isText(int column) {
    return Arrays.equals(text(column).getBytes(encoding.charset()), bytes(column));
  }
}
