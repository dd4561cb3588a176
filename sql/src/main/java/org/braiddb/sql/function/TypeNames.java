package org.braiddb.sql.function;

import java.nio.charset.StandardCharsets;
import org.braiddb.sql.value.Cell;

/** The names of the storage classes, as {@code typeof} gives them. */
final class TypeNames {
  private static final byte[] NULL = ascii("null");
  private static final byte[] INTEGER = ascii("integer");
  private static final byte[] REAL = ascii("real");
  private static final byte[] TEXT = ascii("text");
  private static final byte[] BLOB = ascii("blob");

  private TypeNames() {}

  private static byte[] ascii(String name) {
    return name.getBytes(StandardCharsets.US_ASCII);
  }

  /** The name of the class with this tag. */
  static byte[] of(byte type) {
    return switch (type) {
      case Cell.NULL -> NULL;
      case Cell.INTEGER -> INTEGER;
      case Cell.REAL -> REAL;
      case Cell.TEXT -> TEXT;
      default -> BLOB;
    };
  }
}
