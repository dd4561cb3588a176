package org.braiddb.bench.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;

/** Fills tables by JDBC batches. */
record BatchFiller(Connection connection) implements TableFiller {
  private static final int BATCH = 1000;

  @Override
  public void fill(String table, int columns, long first, long last, Rows rows)
      throws SQLException {
    boolean autocommit = connection.getAutoCommit();
    connection.setAutoCommit(false);
    String marks = String.join(", ", Collections.nCopies(columns, "?"));
    try (PreparedStatement insert =
        connection.prepareStatement("INSERT INTO " + table + " VALUES(" + marks + ")")) {
      Parameters row = new Parameters(insert);
      for (long number = first; number <= last; number++) {
        row.position = 0;
        rows.write(row, number);
        insert.addBatch();
        if ((number - first + 1) % BATCH == 0) {
          insert.executeBatch();
        }
      }
      if ((last - first + 1) % BATCH != 0) {
        insert.executeBatch();
      }
    }
    connection.commit();
    connection.setAutoCommit(autocommit);
  }

  private static final class Parameters implements Row {
    private final PreparedStatement insert;
    private int position;

    Parameters(PreparedStatement insert) {
      this.insert = insert;
    }

    @Override
    public Row add(long value) throws SQLException {
      insert.setLong(++position, value);
      return this;
    }

    @Override
    public Row add(double value) throws SQLException {
      insert.setDouble(++position, value);
      return this;
    }

    @Override
    public Row add(String value) throws SQLException {
      insert.setString(++position, value);
      return this;
    }
  }
}
