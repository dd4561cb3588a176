package org.braiddb.bench.contender;

import java.sql.SQLException;

/** Fills tables of a new database, in one transaction each. */
public interface TableFiller {
  /** The values of one row, in the order of the columns. */
  interface Row {
    /** The next value. */
    Row add(long value) throws SQLException;

    /** The next value. */
    Row add(double value) throws SQLException;

    /** The next value. */
    Row add(String value) throws SQLException;
  }

  /** Gives rows. */
  @FunctionalInterface
  interface Rows {
    /** Gives all values of a row. */
    void write(Row row, long number) throws SQLException;
  }

  /**
   * Inserts rows numbered from {@code first} to {@code last}.
   *
   * @param columns how many there are; all of them get a value
   */
  void fill(String table, int columns, long first, long last, Rows rows) throws SQLException;
}
