package org.braiddb.sql;

import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/** Reads values for the API, converting as SQLite's C interface does. */
final class Types {
  private Types() {}

  /** The type that {@link Cell#type} names. */
  static ValueType of(byte type) {
    return switch (type) {
      case Cell.INTEGER -> ValueType.INTEGER;
      case Cell.REAL -> ValueType.REAL;
      case Cell.TEXT -> ValueType.TEXT;
      case Cell.BLOB -> ValueType.BLOB;
      default -> ValueType.NULL;
    };
  }

  static @Nullable String text(Cell cell) {
    if (cell.isNull()) {
      return null;
    }
    return asText(cell).decodeText();
  }

  static byte @Nullable [] blob(Cell cell) {
    return cell.isNull() ? null : asText(cell).copyOfBytes();
  }

  /** The cell itself where it has bytes, else a copy that is text. */
  private static Cell asText(Cell cell) {
    if (cell.type == Cell.TEXT || cell.type == Cell.BLOB) {
      return cell;
    }
    Cell copy = new Cell();
    copy.copyFrom(cell);
    copy.convertToText();
    return copy;
  }
}
