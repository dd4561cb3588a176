package org.braiddb.sql.program;

import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;

/** A started program: a series of rows. Used by one thread at a time. */
public interface Run extends AutoCloseable {
  /** Moves to the next row; false at the end. */
  boolean next();

  /** A value of the present row; valid until the next call of {@link #next}. */
  Cell cell(int column);

  /**
   * The rows that it computes some at a time, for as long as it runs; null where it computes each
   * when it is asked for. Whoever moves by them reads the row from them, and not from {@link
   * #cell}.
   */
  default @Nullable ReadyRows ready() {
    return null;
  }

  /** Lets go of cursors and buffers; a second call does nothing. */
  @Override
  void close();

  /** No rows. */
  Run EMPTY =
      new Run() {
        @Override
        public boolean next() {
          return false;
        }

        @Override
        public Cell cell(int column) {
          throw new StatementException(ResultCode.MISUSE, "no row is there");
        }

        @Override
        public void close() {
          // Nothing is held.
        }
      };
}
