package org.braiddb.blackbox.slt;

import java.util.List;

/** What the runner needs of a database: a fresh, empty one for each file. */
interface TestedDatabase extends AutoCloseable {

  /** Runs a statement that returns no rows. */
  void execute(String sql) throws StatementFailedException;

  /**
   * All rows of a query, each value rendered by the type asked for its column.
   *
   * @param types one of I, R, T for each column
   * @throws StatementFailedException also when the number of columns is not that of {@code types}
   */
  List<List<String>> query(String sql, String types) throws StatementFailedException;

  @Override
  void close() throws StatementFailedException;

  /** The database refused a statement. */
  final class StatementFailedException extends Exception {

    private static final long serialVersionUID = 1L;

    StatementFailedException(String message, Throwable cause) {
      super(message, cause);
    }

    StatementFailedException(String message) {
      super(message);
    }
  }
}
