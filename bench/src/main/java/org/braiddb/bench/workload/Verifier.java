package org.braiddb.bench.workload;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Compares a database with what was committed.
 *
 * @param commits all transactions committed
 * @param rows the size of the data set
 */
public record Verifier(Connection connection, Tally tally, long commits, long rows) {
  /** The first column of a query's first row, as an integer. */
  public long value(String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }

  /**
   * Checks a query's one value.
   *
   * @throws IllegalStateException where it differs
   */
  public void expect(String what, String sql, long expected) throws SQLException {
    long found = value(sql);
    if (found != expected) {
      throw new IllegalStateException(
          what + ": " + expected + " by what was committed, " + found + " in the database");
    }
  }
}
