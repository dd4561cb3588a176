package org.braiddb.sql.oracle;

import java.util.HexFormat;

/** Writes values so that equal texts mean equal types and values. */
final class ValueText {
  private ValueText() {}

  static String of(Object value) {
    return switch (value) {
      case null -> "NULL";
      case byte[] blob -> "x'" + HexFormat.of().formatHex(blob) + "'";
      case String text -> "'" + text + "'";
      case Double real -> "real " + real;
      case Float real -> "real " + real.doubleValue();
      case Number number -> Long.toString(number.longValue());
      default -> value.getClass().getSimpleName() + " " + value;
    };
  }
}
