package org.braiddb.storage.tck;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;
import org.braiddb.storage.record.RecordReader;
import org.braiddb.storage.record.RecordSource;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.SearchKey;
import org.braiddb.storage.record.SerialType;
import org.braiddb.storage.record.TextEncoding;

/**
 * Records and keys from Java values and back: {@link #NULL}, Integer and Long, Double, String,
 * {@code byte[]}.
 */
final class Records {
  /** SQL's NULL. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "NULL";
        }
      };

  private final TextEncoding encoding;

  Records(TextEncoding encoding) {
    this.encoding = encoding;
  }

  /** A record of these values. */
  byte[] of(Object... values) {
    RecordWriter writer = new RecordWriter();
    for (Object value : values) {
      switch (value) {
        case Integer integer -> writer.addInteger(integer);
        case Long integer -> writer.addInteger(integer);
        case Double real -> writer.addReal(real);
        case String string -> {
          byte[] text = string.getBytes(encoding.charset());
          writer.addText(text, 0, text.length);
        }
        case byte[] blob -> writer.addBlob(blob, 0, blob.length);
        default -> writer.addNull();
      }
    }
    return writer.toByteArray();
  }

  /** A key of these values. */
  SearchKey key(Object... values) {
    SearchKey key = new SearchKey(values.length);
    set(key, values);
    return key;
  }

  /** Gives a key these values. */
  void set(SearchKey key, Object... values) {
    key.clear();
    for (Object value : values) {
      switch (value) {
        case Integer integer -> key.addInteger(integer);
        case Long integer -> key.addInteger(integer);
        case Double real -> key.addReal(real);
        case String string -> {
          byte[] text = string.getBytes(encoding.charset());
          key.addText(text, 0, text.length);
        }
        case byte[] blob -> key.addBlob(blob, 0, blob.length);
        default -> key.addNull();
      }
    }
  }

  /** The values of the record that a source is on. */
  static List<Object> values(RecordSource source, TextEncoding encoding) {
    RecordReader reader = new RecordReader();
    reader.read(source);
    List<Object> values = new ArrayList<>();
    int columns = reader.columnCount();
    for (int i = 0; i < columns; i++) {
      values.add(value(reader, i, encoding));
    }
    return values;
  }

  private static Object value(RecordReader reader, int column, TextEncoding encoding) {
    int type = reader.type(column);
    if (reader.isNull(column)) {
      return NULL;
    } else if (SerialType.isInteger(type)) {
      return reader.integer(column);
    } else if (type == SerialType.REAL) {
      return reader.real(column);
    }
    int offset = reader.offset(column);
    byte[] bytes = Arrays.copyOfRange(reader.bytes(), offset, offset + reader.length(column));
    return SerialType.isText(type) ? new String(bytes, encoding.charset()) : bytes;
  }

  /** The record that a source is on, as SQL would write its values. */
  static String display(RecordSource source, TextEncoding encoding) {
    return values(source, encoding).stream()
        .map(Records::display)
        .collect(Collectors.joining(", "));
  }

  private static String display(Object value) {
    return switch (value) {
      case String text -> "'" + text + "'";
      case byte[] blob -> "x'" + HexFormat.of().formatHex(blob) + "'";
      default -> value.toString();
    };
  }
}
