package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** A column of a record. */
final class RecordColumn extends Evaluator {
  private static final byte[] NO_BYTES = {};

  private final RecordRow row;
  private final int column;
  private final boolean real;
  private final TextEncoding encoding;
  private final @Nullable Evaluator missing;

  /**
   * @param column the place in the record, from 0
   * @param real whether the column is of affinity REAL: its integers are reals stored short
   * @param encoding how the record stores TEXT
   * @param missing the value where the record is too short to have the column; null for NULL
   */
  RecordColumn(
      RecordRow row, int column, boolean real, TextEncoding encoding, @Nullable Evaluator missing) {
    this.row = row;
    this.column = column;
    this.real = real;
    this.encoding = encoding;
    this.missing = missing;
  }

  /** Whether another one always has the same value. */
  boolean isSame(RecordColumn other) {
    return row == other.row
        && column == other.column
        && real == other.real
        && missing == other.missing;
  }

  @Override
  public byte eval(Frame frame) {
    RecordReader reader = row.reader();
    int type = reader.locate(column);
    if (type >= SerialType.FIRST_BLOB) {
      return bytes(reader, type, frame);
    }
    if (type == SerialType.NULL) {
      return nothing(reader, frame);
    }
    if (type == SerialType.REAL) {
      frame.setReal(SerialType.readReal(reader.bytes(), reader.located()));
      return frame.type;
    }
    long value = SerialType.readInteger(type, reader.bytes(), reader.located());
    if (real) {
      frame.type = Cell.REAL;
      frame.real = (double) value;
      return Cell.REAL;
    }
    frame.type = Cell.INTEGER;
    frame.integer = value;
    return Cell.INTEGER;
  }

  /** The header of the record tells. */
  @Override
  byte evalLength(Frame frame) {
    int type = row.reader().type(column);
    if (type < SerialType.FIRST_BLOB) {
      return eval(frame);
    }
    if (!SerialType.isText(type)) {
      frame.setBlob(NO_BYTES, 0, SerialType.size(type));
      return Cell.BLOB;
    }
    if (encoding != TextEncoding.UTF_8) {
      return eval(frame); // which has its length in UTF-8
    }
    frame.setText(NO_BYTES, 0, SerialType.size(type));
    return Cell.TEXT;
  }

  private byte bytes(RecordReader reader, int type, Frame frame) {
    int offset = reader.located();
    int length = SerialType.size(type);
    if (!SerialType.isText(type)) {
      frame.setBlob(reader.bytes(), offset, length);
      return Cell.BLOB;
    }
    if (encoding == TextEncoding.UTF_8) {
      frame.setText(reader.bytes(), offset, length);
    } else {
      frame.setText(new String(reader.bytes(), offset, length, encoding.charset()));
    }
    return Cell.TEXT;
  }

  private byte nothing(RecordReader reader, Frame frame) {
    if (missing != null && !row.isAbsent() && !reader.has(column)) {
      return missing.eval(frame);
    }
    frame.type = Cell.NULL;
    return Cell.NULL;
  }
}
