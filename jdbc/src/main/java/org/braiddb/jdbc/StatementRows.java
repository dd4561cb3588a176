package org.braiddb.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.sql.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a running statement. The first step may have been made already, by who executed it.
 */
final class StatementRows implements Rows {
  private enum State {
    NOT_STARTED,
    FIRST_WAITS,
    RUNNING,
    DONE
  }

  private final Statement statement;
  private final boolean closesStatement;

  /** How many columns the run has that was started; 0 before. */
  private int width;

  private State state = State.NOT_STARTED;

  StatementRows(Statement statement, boolean closesStatement) {
    this.statement = statement;
    this.closesStatement = closesStatement;
  }

  /** Makes the first step now, so that an error comes from execute and changes are made. */
  void start() throws SQLException {
    state = step() ? State.FIRST_WAITS : State.DONE;
    width = statement.columnCount();
  }

  private boolean step() throws SQLException {
    try {
      return statement.step();
    } catch (SqlException e) {
      state = State.DONE;
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public boolean next() throws SQLException {
    switch (state) {
      case FIRST_WAITS -> state = State.RUNNING;
      case NOT_STARTED, RUNNING -> state = step() ? State.RUNNING : State.DONE;
      case DONE -> {
        return false;
      }
    }
    return state == State.RUNNING;
  }

  @Override
  public int columnCount() {
    return width > 0 ? width : statement.columnCount();
  }

  @Override
  public String label(int column) {
    return statement.columnName(column);
  }

  @Override
  public String declaredType(int column) {
    return statement.columnDeclaredType(column).orElse("");
  }

  @Override
  public Optional<Statement.Origin> origin(int column) {
    return statement.columnOrigin(column);
  }

  @Override
  public ValueType type(int column) throws SQLException {
    try {
      return statement.columnType(column);
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public long integer(int column) throws SQLException {
    try {
      return statement.columnLong(column);
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public double real(int column) throws SQLException {
    try {
      return statement.columnDouble(column);
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public @Nullable String text(int column) throws SQLException {
    try {
      return statement.columnText(column);
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public byte @Nullable [] blob(int column) throws SQLException {
    try {
      return statement.columnBlob(column);
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public void close() throws SQLException {
    state = State.DONE;
    try {
      if (closesStatement) {
        statement.close();
      } else {
        statement.reset();
      }
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }
}
