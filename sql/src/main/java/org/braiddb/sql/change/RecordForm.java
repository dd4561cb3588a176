package org.braiddb.sql.change;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;

/**
 * Moves values between cells, whose text is UTF-8, and records and keys in a database's encoding.
 */
final class RecordForm {
  private static final int FIRST_ROOM_BYTES = 64;
  private static final int MOST_ROOM_BYTES = 4096;

  /** A larger value gets an array of its own. */
  private static final int LARGE_BYTES = 256;

  private final TextEncoding encoding;

  /** Values that cells own together, one behind the other; none is ever written over. */
  private byte[] room = {};

  private int roomUsed;

  RecordForm(TextEncoding encoding) {
    this.encoding = encoding;
  }

  /**
   * Appends a value to a record.
   *
   * @param compactReal whether integral reals are stored as integers: columns of affinity REAL
   */
  void add(RecordWriter record, Cell value, boolean compactReal) {
    switch (value.type) {
      case Cell.NULL -> record.addNull();
      case Cell.INTEGER -> record.addInteger(value.integer);
      case Cell.REAL -> {
        if (compactReal) {
          record.addRealCompact(value.real);
        } else {
          record.addReal(value.real);
        }
      }
      case Cell.TEXT -> {
        if (encoding == TextEncoding.UTF_8) {
          record.addText(value.bytes, value.offset, value.length);
        } else {
          byte[] text = value.decodeText().getBytes(encoding.charset());
          record.addText(text, 0, text.length);
        }
      }
      default -> record.addBlob(value.bytes, value.offset, value.length);
    }
  }

  /** Appends a value to a key; its bytes are referenced. */
  void add(SearchKey key, Cell value) {
    switch (value.type) {
      case Cell.NULL -> key.addNull();
      case Cell.INTEGER -> key.addInteger(value.integer);
      case Cell.REAL -> key.addReal(value.real);
      case Cell.TEXT -> {
        if (encoding == TextEncoding.UTF_8) {
          key.addText(value.bytes, value.offset, value.length);
        } else {
          byte[] text = value.decodeText().getBytes(encoding.charset());
          key.addText(text, 0, text.length);
        }
      }
      default -> key.addBlob(value.bytes, value.offset, value.length);
    }
  }

  /**
   * Reads a column of a record into a cell that then owns its bytes.
   *
   * @param real whether integers stand for reals: columns of affinity REAL
   */
  void read(RecordReader record, int column, boolean real, Cell target) {
    view(record, column, real, target);
    if (target.type == Cell.TEXT || target.type == Cell.BLOB) {
      keep(target);
    }
  }

  private void keep(Cell target) {
    int length = target.length;
    if (length > LARGE_BYTES) {
      target.own();
      return;
    }
    if (room.length - roomUsed < length) {
      int more = Math.clamp(2L * room.length, FIRST_ROOM_BYTES, MOST_ROOM_BYTES);
      room = new byte[Math.max(more, length)];
      roomUsed = 0;
    }
    System.arraycopy(target.bytes, target.offset, room, roomUsed, length);
    if (target.type == Cell.TEXT) {
      target.setText(room, roomUsed, length);
    } else {
      target.setBlob(room, roomUsed, length);
    }
    roomUsed += length;
  }

  /** As {@link #read}, but the cell refers to the bytes where the record has them. */
  void view(RecordReader record, int column, boolean real, Cell target) {
    int type = record.type(column);
    if (record.isNull(column)) {
      target.setNull();
    } else if (type == SerialType.REAL) {
      target.setReal(record.real(column));
    } else if (SerialType.isInteger(type)) {
      long value = record.integer(column);
      if (real) {
        target.setReal((double) value);
      } else {
        target.setInteger(value);
      }
    } else {
      viewBytes(record, column, SerialType.isText(type), target);
    }
  }

  private void viewBytes(RecordReader record, int column, boolean text, Cell target) {
    int offset = record.offset(column);
    int length = record.length(column);
    if (!text) {
      target.setBlob(record.bytes(), offset, length);
    } else if (encoding == TextEncoding.UTF_8) {
      target.setText(record.bytes(), offset, length);
    } else {
      target.setText(new String(record.bytes(), offset, length, encoding.charset()));
    }
  }
}
