package org.braiddb.jdbc;

import java.math.BigDecimal;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Numbers from text, and the narrowing that JDBC's getters do. */
final class Numbers {
  private Numbers() {}

  static double parse(@Nullable String text) throws SQLException {
    if (text == null) {
      return 0;
    }
    try {
      return Double.parseDouble(text.strip());
    } catch (NumberFormatException e) {
      throw SqlErrors.invalidArgument("not a number: '" + text + "'");
    }
  }

  static BigDecimal decimal(String text) throws SQLException {
    try {
      return new BigDecimal(text.strip());
    } catch (NumberFormatException e) {
      throw SqlErrors.invalidArgument("not a number: '" + text + "'");
    }
  }

  static long inRange(long value, long least, long most, String type) throws SQLException {
    if (value < least || value > most) {
      throw SqlErrors.invalidArgument(value + " is out of the range of " + type);
    }
    return value;
  }
}
