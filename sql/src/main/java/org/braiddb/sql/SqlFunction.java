package org.braiddb.sql;

import org.jspecify.annotations.Nullable;

/** A scalar function written in Java; see {@link Connection#createFunction}. */
@FunctionalInterface
public interface SqlFunction {
  /**
   * Computes the result of one call, on the thread that runs the statement. Where that is a query
   * it may run queries on the connection; any other use of the connection fails as misuse.
   *
   * @return null, Boolean, Byte, Short, Integer, Long, Float, Double, a CharSequence or {@code
   *     byte[]}
   * @throws RuntimeException whatever it throws fails the statement with its message
   */
  @Nullable Object call(FunctionArguments arguments);
}
