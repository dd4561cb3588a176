package org.braiddb.jdbc;

import java.sql.SQLException;

/** What {@link java.sql.Wrapper} asks of objects that wrap nothing. */
final class Wrapped {
  private Wrapped() {}

  static <T> T unwrap(Object object, Class<T> type) throws SQLException {
    if (type.isInstance(object)) {
      return type.cast(object);
    }
    throw SqlErrors.misuse(object.getClass().getName() + " is no " + type.getName());
  }
}
