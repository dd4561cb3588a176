package org.braiddb.jdbc;

import java.sql.SQLException;
import java.util.Optional;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.braiddb.sql.ValueType;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a run of a statement, whose first step is made by who executes it. Where another
 * thread runs the statement anew meanwhile, they end with an error, and that run is left alone.
 */
final class StatementRows implements Rows {
  private enum State {
    FIRST_WAITS,
    RUNNING,
    DONE
  }

  private final Statement statement;
  private final boolean closesStatement;

  /** The number of the run that was started; 0 before. */
  private long run;

  /** How many columns it has; 0 before. */
  private int width;

  private State state = State.DONE;

  StatementRows(Statement statement, boolean closesStatement) {
    this.statement = statement;
    this.closesStatement = closesStatement;
  }

  /** Makes the first step now, so that an error comes from execute and changes are made. */
  void start() throws SQLException {
    try {
      state = statement.step() ? State.FIRST_WAITS : State.DONE;
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
    run = statement.runNumber();
    width = statement.columnCount();
  }

  private boolean step() throws SQLException {
    try {
      return statement.step(run);
    } catch (SqlException e) {
      state = State.DONE;
      throw SqlErrors.translate(e);
    }
  }

  /** What was read may be of the run that another thread has begun. */
  private void requireSameRun() throws SQLException {
    if (statement.runNumber() != run) {
      throw SqlErrors.misuse("the statement was run anew while its rows were read");
    }
  }

  @Override
  public boolean next() throws SQLException {
    switch (state) {
      case FIRST_WAITS -> state = State.RUNNING;
      case RUNNING -> state = step() ? State.RUNNING : State.DONE;
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
      ValueType value = statement.columnType(column);
      requireSameRun();
      return value;
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public long integer(int column) throws SQLException {
    try {
      long value = statement.columnLong(column);
      requireSameRun();
      return value;
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public double real(int column) throws SQLException {
    try {
      double value = statement.columnDouble(column);
      requireSameRun();
      return value;
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public @Nullable String text(int column) throws SQLException {
    try {
      @Nullable String value = statement.columnText(column);
      requireSameRun();
      return value;
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public byte @Nullable [] blob(int column) throws SQLException {
    try {
      byte @Nullable [] value = statement.columnBlob(column);
      requireSameRun();
      return value;
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
        statement.reset(run);
      }
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }
}
