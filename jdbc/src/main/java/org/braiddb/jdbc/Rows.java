package org.braiddb.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import org.braiddb.sql.Statement;
import org.braiddb.sql.ValueType;
import org.jspecify.annotations.Nullable;

/** Rows that a result set walks over: those of a running statement, or rows held in memory. */
interface Rows {
  int columnCount();

  String label(int column);

  /** The declared type of the column shown; empty where it has none. */
  String declaredType(int column);

  /** The table column shown unchanged. */
  Optional<Statement.Origin> origin(int column);

  /** Moves to the next row. */
  boolean next() throws SQLException;

  ValueType type(int column) throws SQLException;

  long integer(int column) throws SQLException;

  double real(int column) throws SQLException;

  @Nullable String text(int column) throws SQLException;

  byte @Nullable [] blob(int column) throws SQLException;

  /** Ends the run that gives the rows. */
  void close() throws SQLException;
}
