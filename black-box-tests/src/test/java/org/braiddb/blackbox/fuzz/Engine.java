package org.braiddb.blackbox.fuzz;

import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** A connection to a fresh database in memory. */
interface Engine extends AutoCloseable {
  /** Runs one statement. */
  Outcome run(String sql);

  @Override
  void close();

  /** A value as texts that are equal where type and value are. */
  static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "NULL";
      case Integer number -> number.toString();
      case Long number -> number.toString();
      case Double number -> "real " + number;
      case byte[] blob -> "x'" + HexFormat.of().formatHex(blob) + "'";
      case String text -> "'" + text + "'";
      default -> throw new IllegalArgumentException(value.getClass().getName());
    };
  }
}
