package org.braiddb.sql;

import org.jspecify.annotations.Nullable;

/** An aggregate function written in Java; see {@link Connection#createAggregate}. */
@FunctionalInterface
public interface SqlAggregate {
  /** Starts a group. */
  Group start();

  /** What is remembered of the rows of one group. */
  interface Group {
    /** Takes a row in. */
    void step(FunctionArguments arguments);

    /** The result, of the classes that {@link SqlFunction#call} may return. Called once. */
    @Nullable Object result();
  }
}
