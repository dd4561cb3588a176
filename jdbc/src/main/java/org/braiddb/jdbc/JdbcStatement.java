package org.braiddb.jdbc;

import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.braiddb.sql.SqlException;
import org.jspecify.annotations.Nullable;

/**
 * A statement that takes texts. A text may hold several statements: all of them run, and {@link
 * #getMoreResults()} goes from result to result.
 *
 * <p>J2: at most one result set of a statement is open; executing again closes it.
 */
class JdbcStatement implements Statement, Wrapped {
  /** What one statement of a text gave: rows, or a count of changed rows. */
  record Result(@Nullable Rows rows, long updateCount) {}

  private static final Result NO_RESULT = new Result(null, -1);

  final JdbcConnection connection;
  private final Deque<Result> results = new ArrayDeque<>();
  private final List<String> batch = new ArrayList<>();
  private Result current = NO_RESULT;
  private @Nullable JdbcResultSet resultSet;

  /** Another list for each execution that has keys. */
  private List<@Nullable Object[]> generatedKeys = List.of();

  private GeneratedKeys keyRequest = GeneratedKeys.NONE;
  private boolean closed;
  private boolean closeOnCompletion;
  private boolean poolable;
  private long maxRows;
  private int queryTimeoutSeconds;
  private int fetchSize;

  JdbcStatement(JdbcConnection connection) throws SQLException {
    this.connection = connection;
    connection.engine();
  }

  final void checkOpen() throws SQLException {
    if (closed) {
      throw SqlErrors.closed("statement");
    }
    connection.engine();
  }

  final Duration timeout() {
    return Duration.ofSeconds(queryTimeoutSeconds);
  }

  // ---- executing

  @Override
  public boolean execute(String sql) throws SQLException {
    return execute(sql, GeneratedKeys.NONE);
  }

  private boolean execute(String sql, GeneratedKeys keys) throws SQLException {
    return connection.exclusively(() -> executeAll(sql, keys));
  }

  private boolean executeAll(String sql, GeneratedKeys keys) throws SQLException {
    checkOpen();
    beginExecution(keys);
    Optional<BackupCommand> backup = BackupCommand.parse(sql);
    if (backup.isPresent()) {
      backup.get().run(connection.engine());
      return false;
    }
    boolean returnsKeys = keys.returning(sql);
    String text = keys.rewrite(sql);
    int offset = 0;
    while (true) {
      Optional<org.braiddb.sql.Statement> next = prepare(text, offset);
      if (next.isEmpty()) {
        break;
      }
      offset = next.get().end();
      results.add(runOne(next.get(), StatementKeyword.isBlank(next.get().remainder())));
    }
    Result last = returnsKeys ? results.pollLast() : null;
    if (last != null) {
      results.add(takeReturnedKeys(last));
    }
    return advance();
  }

  /** Closes what the last execution left. */
  final void beginExecution(GeneratedKeys keys) throws SQLException {
    closeResults();
    if (keyRequest != keys) { // a reference stored costs a barrier
      keyRequest = keys;
    }
    if (!generatedKeys.isEmpty()) {
      generatedKeys = List.of();
    }
  }

  private Optional<org.braiddb.sql.Statement> prepare(String sql, int offset) throws SQLException {
    connection.beforeStatement(offset == 0 ? sql : sql.substring(offset));
    try {
      return connection.engine().prepareAt(sql, offset);
    } catch (SqlException e) {
      throw SqlErrors.translatePrepare(e);
    }
  }

  private Result runOne(org.braiddb.sql.Statement statement, boolean last) throws SQLException {
    boolean keep = false;
    try {
      if (queryTimeoutSeconds > 0) {
        statement.setTimeout(timeout());
      }
      if (statement.columnCount() == 0) {
        return new Result(null, runToEnd(statement));
      }
      StatementRows rows = new StatementRows(statement, true);
      rows.start();
      if (last) {
        keep = true;
        return new Result(rows, statement.changes());
      }
      return new Result(ListRows.drain(rows), statement.changes());
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    } finally {
      if (!keep) {
        statement.close();
      }
    }
  }

  /** Runs a statement that returns no rows; its count of changed rows. */
  final long runToEnd(org.braiddb.sql.Statement statement) throws SQLException {
    try {
      while (statement.step()) {
        // Rows of a statement that returns none are not to be had.
      }
      if (keyRequest.wanted() && statement.isDataChange() && statement.changes() > 0) {
        addKeys(new @Nullable Object[] {statement.connection().lastInsertRowid()});
      }
      return statement.changes();
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  private void addKeys(@Nullable Object[] keys) {
    if (generatedKeys.isEmpty()) {
      generatedKeys = new ArrayList<>();
    }
    generatedKeys.add(keys);
  }

  /** Makes the only result of an execution the current one. */
  final void show(Result result) {
    current = result;
  }

  /** Whether the current result is one of rows. */
  final boolean hasRows() {
    return current.rows() != null;
  }

  /** The rows that RETURNING gave are the keys; to the caller the INSERT gave a count. */
  final Result takeReturnedKeys(Result result) throws SQLException {
    Rows rows = result.rows();
    if (rows == null) {
      return result;
    }
    int count = 0;
    while (rows.next()) {
      addKeys(ListRows.row(rows));
      count++;
    }
    rows.close();
    return new Result(null, count);
  }

  /** Makes the next result the current one; whether it is a result set. */
  final boolean advance() {
    Result next = results.poll();
    current = next == null ? NO_RESULT : next;
    return hasRows();
  }

  @Override
  public ResultSet executeQuery(String sql) throws SQLException {
    if (!execute(sql)) {
      throw SqlErrors.misuse("query does not return ResultSet");
    }
    return openResultSet();
  }

  final ResultSet openResultSet() throws SQLException {
    ResultSet opened = getResultSet();
    if (opened == null) {
      checkOpen(); // another thread may have closed it, and so the result
      throw SqlErrors.misuse("query does not return ResultSet");
    }
    return opened;
  }

  @Override
  public int executeUpdate(String sql) throws SQLException {
    return clamp(executeLargeUpdate(sql));
  }

  @Override
  public long executeLargeUpdate(String sql) throws SQLException {
    return executeLargeUpdate(sql, GeneratedKeys.NONE);
  }

  private long executeLargeUpdate(String sql, GeneratedKeys keys) throws SQLException {
    if (execute(sql, keys)) {
      closeResults();
      throw SqlErrors.misuse("the statement returns rows: use executeQuery or execute");
    }
    return Math.max(0, current.updateCount());
  }

  static int clamp(long count) {
    return (int) Math.min(count, Integer.MAX_VALUE);
  }

  @Override
  public boolean execute(String sql, int autoGeneratedKeys) throws SQLException {
    return execute(sql, GeneratedKeys.of(autoGeneratedKeys));
  }

  @Override
  public boolean execute(String sql, int[] columnIndexes) throws SQLException {
    return execute(sql, GeneratedKeys.ROWID);
  }

  @Override
  public boolean execute(String sql, String[] columnNames) throws SQLException {
    return execute(sql, GeneratedKeys.named(columnNames));
  }

  @Override
  public int executeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
    return clamp(executeLargeUpdate(sql, autoGeneratedKeys));
  }

  @Override
  public int executeUpdate(String sql, int[] columnIndexes) throws SQLException {
    return clamp(executeLargeUpdate(sql, columnIndexes));
  }

  @Override
  public int executeUpdate(String sql, String[] columnNames) throws SQLException {
    return clamp(executeLargeUpdate(sql, columnNames));
  }

  @Override
  public long executeLargeUpdate(String sql, int autoGeneratedKeys) throws SQLException {
    return executeLargeUpdate(sql, GeneratedKeys.of(autoGeneratedKeys));
  }

  @Override
  public long executeLargeUpdate(String sql, int[] columnIndexes) throws SQLException {
    return executeLargeUpdate(sql, GeneratedKeys.ROWID);
  }

  @Override
  public long executeLargeUpdate(String sql, String[] columnNames) throws SQLException {
    return executeLargeUpdate(sql, GeneratedKeys.named(columnNames));
  }

  // ---- results

  @Override
  public @Nullable ResultSet getResultSet() throws SQLException {
    checkOpen();
    if (resultSet == null && current.rows() != null) {
      resultSet = new JdbcResultSet(this, current.rows(), maxRows);
    }
    return resultSet;
  }

  @Override
  public int getUpdateCount() throws SQLException {
    return clamp(getLargeUpdateCount());
  }

  @Override
  public long getLargeUpdateCount() throws SQLException {
    checkOpen();
    return current.rows() == null ? current.updateCount() : -1;
  }

  @Override
  public boolean getMoreResults() throws SQLException {
    return getMoreResults(CLOSE_CURRENT_RESULT);
  }

  @Override
  public boolean getMoreResults(int current) throws SQLException {
    checkOpen();
    if (current != CLOSE_CURRENT_RESULT && current != CLOSE_ALL_RESULTS) {
      throw new SQLFeatureNotSupportedException("only one result set is open at a time");
    }
    closeCurrent();
    return advance();
  }

  private void closeCurrent() throws SQLException {
    JdbcResultSet open = resultSet;
    resultSet = null;
    if (open != null) {
      open.close();
    } else if (current.rows() != null) {
      current.rows().close();
    }
    current = NO_RESULT;
  }

  final void closeResults() throws SQLException {
    closeCurrent();
    for (Result result = results.poll(); result != null; result = results.poll()) {
      if (result.rows() != null) {
        result.rows().close();
      }
    }
  }

  /** Called by a result set that was closed. */
  final void resultClosed() throws SQLException {
    if (closeOnCompletion && results.isEmpty()) {
      close();
    }
  }

  @Override
  public ResultSet getGeneratedKeys() throws SQLException {
    checkOpen();
    return new JdbcResultSet(this, ListRows.of(keyRequest.labels(), generatedKeys), 0);
  }

  // ---- batches

  @Override
  public void addBatch(String sql) throws SQLException {
    checkOpen();
    batch.add(sql);
  }

  @Override
  public void clearBatch() throws SQLException {
    checkOpen();
    batch.clear();
  }

  @Override
  public int[] executeBatch() throws SQLException {
    return Arrays.stream(executeLargeBatch()).mapToInt(JdbcStatement::clamp).toArray();
  }

  @Override
  public long[] executeLargeBatch() throws SQLException {
    checkOpen();
    List<String> texts = List.copyOf(batch);
    batch.clear();
    long[] counts = new long[texts.size()];
    for (int i = 0; i < counts.length; i++) {
      try {
        counts[i] = executeLargeUpdate(texts.get(i));
      } catch (SQLException e) {
        throw batchFailure(e, counts, i);
      }
    }
    return counts;
  }

  /** What a batch that stopped at its {@code done + 1}st member throws. */
  static BatchUpdateException batchFailure(SQLException cause, long[] counts, int done) {
    return new BatchUpdateException(
        cause.getMessage(),
        cause.getSQLState(),
        cause.getErrorCode(),
        Arrays.copyOf(counts, done),
        cause);
  }

  // ---- limits

  @Override
  public void cancel() throws SQLException {
    checkOpen();
    connection.engine().interrupt();
  }

  @Override
  public int getQueryTimeout() throws SQLException {
    checkOpen();
    return queryTimeoutSeconds;
  }

  @Override
  public void setQueryTimeout(int seconds) throws SQLException {
    checkOpen();
    if (seconds < 0) {
      throw SqlErrors.invalidArgument("negative query timeout: " + seconds);
    }
    queryTimeoutSeconds = seconds;
  }

  @Override
  public int getMaxRows() throws SQLException {
    return clamp(getLargeMaxRows());
  }

  @Override
  public long getLargeMaxRows() throws SQLException {
    checkOpen();
    return maxRows;
  }

  @Override
  public void setMaxRows(int max) throws SQLException {
    setLargeMaxRows(max);
  }

  @Override
  public void setLargeMaxRows(long max) throws SQLException {
    checkOpen();
    if (max < 0) {
      throw SqlErrors.invalidArgument("negative maximum of rows: " + max);
    }
    maxRows = max;
  }

  @Override
  public int getMaxFieldSize() throws SQLException {
    checkOpen();
    return 0;
  }

  @Override
  public void setMaxFieldSize(int max) throws SQLException {
    checkOpen();
    if (max != 0) {
      throw new SQLFeatureNotSupportedException("values are never cut");
    }
  }

  @Override
  public void setEscapeProcessing(boolean enable) throws SQLException {
    checkOpen();
  }

  @Override
  public void setCursorName(String name) throws SQLException {
    throw new SQLFeatureNotSupportedException("cursor names");
  }

  @Override
  public void setFetchDirection(int direction) throws SQLException {
    checkOpen();
    if (direction != ResultSet.FETCH_FORWARD) {
      throw new SQLFeatureNotSupportedException("result sets go forward only");
    }
  }

  @Override
  public int getFetchDirection() throws SQLException {
    checkOpen();
    return ResultSet.FETCH_FORWARD;
  }

  @Override
  public void setFetchSize(int rows) throws SQLException {
    checkOpen();
    if (rows < 0) {
      throw SqlErrors.invalidArgument("negative fetch size: " + rows);
    }
    fetchSize = rows;
  }

  @Override
  public int getFetchSize() throws SQLException {
    checkOpen();
    return fetchSize;
  }

  // ---- about it

  @Override
  public int getResultSetConcurrency() throws SQLException {
    checkOpen();
    return ResultSet.CONCUR_READ_ONLY;
  }

  @Override
  public int getResultSetType() throws SQLException {
    checkOpen();
    return ResultSet.TYPE_FORWARD_ONLY;
  }

  @Override
  public int getResultSetHoldability() throws SQLException {
    checkOpen();
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public Connection getConnection() throws SQLException {
    checkOpen();
    return connection;
  }

  @Override
  public @Nullable SQLWarning getWarnings() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void clearWarnings() throws SQLException {
    checkOpen();
  }

  @Override
  public void setPoolable(boolean newPoolable) throws SQLException {
    checkOpen();
    poolable = newPoolable;
  }

  @Override
  public boolean isPoolable() throws SQLException {
    checkOpen();
    return poolable;
  }

  @Override
  public void closeOnCompletion() throws SQLException {
    checkOpen();
    closeOnCompletion = true;
  }

  @Override
  public boolean isCloseOnCompletion() throws SQLException {
    checkOpen();
    return closeOnCompletion;
  }

  @Override
  public void close() throws SQLException {
    if (closed) {
      return;
    }
    closed = true;
    if (!connection.isClosed()) {
      closeResults();
    }
  }

  @Override
  public boolean isClosed() {
    return closed || connection.isClosed();
  }
}
