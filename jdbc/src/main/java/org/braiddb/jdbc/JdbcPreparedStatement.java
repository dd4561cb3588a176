package org.braiddb.jdbc;

import java.sql.ParameterMetaData;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.braiddb.sql.SqlException;
import org.braiddb.sql.Statement;
import org.jspecify.annotations.Nullable;

/** A prepared statement: one statement, prepared once and kept. */
final class JdbcPreparedStatement extends StatementParameters {
  private final String sql;
  private final GeneratedKeys keys;
  private final boolean returnsKeys;
  private final Statement statement;
  private final ParameterValues values;
  private ParameterValues.Rows batch = new ParameterValues.Rows();

  JdbcPreparedStatement(JdbcConnection connection, String sql, GeneratedKeys keys)
      throws SQLException {
    super(connection);
    this.sql = sql;
    this.keys = keys;
    this.returnsKeys = keys.returning(sql);
    try {
      statement = connection.engine().prepare(keys.rewrite(sql));
    } catch (SqlException e) {
      throw SqlErrors.translatePrepare(e);
    }
    if (!StatementKeyword.isBlank(statement.remainder())) {
      statement.close();
      throw SqlErrors.misuse(
          "a prepared statement is one statement; Statement.execute runs several");
    }
    values = new ParameterValues(statement.parameterCount());
  }

  @Override
  ParameterValues values() throws SQLException {
    checkOpen();
    return values;
  }

  // ---- executing

  @Override
  public boolean execute() throws SQLException {
    run(false);
    return hasRows();
  }

  /**
   * Runs it.
   *
   * @param rowsWanted whether it is an error, found before anything is done, if it has no rows
   */
  private void run(boolean rowsWanted) throws SQLException {
    connection.runExclusively(() -> {
      checkOpen();
      beginExecution(keys);
      runAgain(values::bindTo, rowsWanted);
    });
  }

  private void runAgain(Binding bound, boolean rowsWanted) throws SQLException {
    if (rowsWanted && statement.columnCount() == 0) {
      throw SqlErrors.misuse("query does not return ResultSet");
    }
    connection.beforeStatement(sql);
    try {
      statement.reset();
      bound.bindTo(statement);
      statement.setTimeout(timeout());
      if (!rowsWanted && statement.columnCount() == 0) {
        show(new Result(null, runToEnd(statement)));
        return;
      }
      StatementRows rows = new StatementRows(statement, false);
      rows.start();
      Result result = new Result(rows, statement.changes());
      show(returnsKeys ? takeReturnedKeys(result) : result);
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public ResultSet executeQuery() throws SQLException {
    run(true);
    return openResultSet();
  }

  @Override
  public int executeUpdate() throws SQLException {
    return clamp(executeLargeUpdate());
  }

  @Override
  public long executeLargeUpdate() throws SQLException {
    run(false);
    return updateCount();
  }

  private long updateCount() throws SQLException {
    if (hasRows()) {
      closeResults();
      throw SqlErrors.misuse("the statement returns rows: use executeQuery or execute");
    }
    return Math.max(0, getLargeUpdateCount());
  }

  // ---- batches

  @Override
  public void addBatch() throws SQLException {
    checkOpen();
    batch.add(values);
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    batch = new ParameterValues.Rows();
  }

  /**
   * Runs the batch; in auto-commit mode as one transaction, which commits what succeeded before the
   * first failure.
   */
  @Override
  public long[] executeLargeBatch() throws SQLException {
    return connection.exclusively(this::runBatch);
  }

  private long[] runBatch() throws SQLException {
    checkOpen();
    ParameterValues.Rows rows = batch;
    batch = new ParameterValues.Rows();
    try {
      return runBatch(new BatchRun(rows));
    } finally {
      if (batch.count() == 0) {
        rows.clear();
        batch = rows; // most batches are as large as the one before
      }
    }
  }

  private long[] runBatch(BatchRun run) throws SQLException {
    boolean ownTransaction =
        run.counts.length > 1
            && connection.getAutoCommit()
            && connection.engine().autocommit()
            && StatementKeyword.of(sql).dataChange();
    if (ownTransaction) {
      connection.run("BEGIN");
    }
    beginExecution(keys);
    try {
      run.all();
    } catch (SQLException e) {
      SQLException failure = batchFailure(e, run.counts, run.done);
      if (ownTransaction) {
        commitAfter(failure);
      }
      throw failure;
    }
    if (ownTransaction) {
      commitOrRollback();
    }
    return run.counts;
  }

  /** The run of a batch: how far it has come. */
  private final class BatchRun implements Statement.Runs<SQLException> {
    private final ParameterValues.Rows rows;
    private final long[] counts;
    private int done;

    BatchRun(ParameterValues.Rows rows) {
      this.rows = rows;
      this.counts = new long[rows.count()];
    }

    void all() throws SQLException {
      if (counts.length == 0) {
        return;
      }
      boolean givesNothing = statement.isDataChange() && !keys.wanted();
      if (givesNothing && statement.columnCount() == 0) {
        allAtOnce();
        return;
      }
      while (done < counts.length) {
        runAgain(row -> rows.bindTo(row, done), false);
        ran(updateCount());
      }
    }

    private void allAtOnce() throws SQLException {
      connection.beforeStatement(sql);
      try {
        statement.reset();
        statement.setTimeout(timeout());
        statement.runEach(this);
      } catch (SqlException e) {
        throw SqlErrors.translate(e);
      }
    }

    @Override
    public boolean next() throws SQLException {
      if (done == counts.length) {
        return false;
      }
      rows.bindTo(statement, done);
      return true;
    }

    @Override
    public void ran(long changes) {
      counts[done++] = changes;
    }
  }

  /** Binds the values of a run. */
  @FunctionalInterface
  private interface Binding {
    void bindTo(Statement statement) throws SQLException;
  }

  private void commitAfter(SQLException failure) throws SQLException {
    try {
      if (!connection.engine().autocommit()) {
        commitOrRollback();
      }
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  /** A transaction of the driver's own must not stay open, whatever COMMIT says. */
  private void commitOrRollback() throws SQLException {
    try {
      connection.run("COMMIT");
    } catch (SQLException e) {
      if (!connection.engine().autocommit()) {
        try {
          connection.run("ROLLBACK");
        } catch (SQLException rollback) {
          e.addSuppressed(rollback);
        }
      }
      throw e;
    }
  }

  // ---- about it

  @Override
  public void clearParameters() throws SQLException {
    values().clear();
  }

  @Override
  public @Nullable ResultSetMetaData getMetaData() throws SQLException {
    checkOpen();
    try {
      return statement.columnCount() == 0 || returnsKeys
          ? null
          : new JdbcResultSetMetaData(new StatementRows(statement, false));
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public ParameterMetaData getParameterMetaData() throws SQLException {
    checkOpen();
    return new JdbcParameterMetaData(values.count());
  }

  @Override
  public boolean execute(String text) throws SQLException {
    throw textGiven();
  }

  @Override
  public ResultSet executeQuery(String text) throws SQLException {
    throw textGiven();
  }

  @Override
  public long executeLargeUpdate(String text) throws SQLException {
    throw textGiven();
  }

  @Override
  public void addBatch(String text) throws SQLException {
    throw textGiven();
  }

  private static SQLException textGiven() {
    return SqlErrors.misuse("a prepared statement has its text already");
  }

  @Override
  public void close() throws SQLException {
    if (!isClosed()) {
      super.close();
      try {
        statement.close();
      } catch (SqlException e) {
        throw SqlErrors.translate(e);
      }
    }
  }

  @Override
  public String toString() {
    return sql;
  }
}
