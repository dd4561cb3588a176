package org.braiddb.sql.session;

/**
 * Runs of a statement with one row of values after the other. In an explicit transaction what is
 * the same for all of them is done once: a run then is little more than its program's.
 */
public final class RepeatedRun {
  private final PreparedStatement statement;
  private final StatementStarter starter;

  RepeatedRun(PreparedStatement statement, StatementStarter starter) {
    this.statement = statement;
    this.starter = starter;
  }

  /**
   * Runs it with the values that are bound now, as {@link PreparedStatement#step()} to its end
   * would; returns how many rows were changed.
   */
  public long run() {
    if (!statement.stepAgain(starter)) {
      while (statement.step()) {
        // Rows of a statement that returns none are not to be had.
      }
      starter.ran();
    }
    return statement.changes();
  }
}
