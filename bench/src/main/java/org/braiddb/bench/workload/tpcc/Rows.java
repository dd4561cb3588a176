package org.braiddb.bench.workload.tpcc;

import java.sql.PreparedStatement;
import java.sql.SQLException;

/** Statements whose first parameters are integers. */
final class Rows {
  private Rows() {}

  static void set(PreparedStatement statement, long... values) throws SQLException {
    for (int i = 0; i < values.length; i++) {
      statement.setLong(i + 1, values[i]);
    }
  }

  /** Sets the first parameters and runs a change; how many rows it has changed. */
  static int change(PreparedStatement statement, long... values) throws SQLException {
    set(statement, values);
    return statement.executeUpdate();
  }
}
