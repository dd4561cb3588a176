package org.braiddb.jdbc;

import java.sql.SQLException;
import java.sql.Wrapper;

/** An object of the driver that wraps nothing: it unwraps to what it is itself. */
interface Wrapped extends Wrapper {
  @Override
  default <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    throw SqlErrors.misuse(getClass().getName() + " is no " + type.getName());
  }

  @Override
  default boolean isWrapperFor(Class<?> type) {
    return type.isInstance(this);
  }
}
