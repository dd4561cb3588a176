package org.braiddb.jdbc;

import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLWarning;
import java.sql.SQLXML;
import java.sql.Savepoint;
import java.sql.Statement;
import java.sql.Struct;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.braiddb.sql.SqlException;
import org.braiddb.storage.IsolationLevel;
import org.braiddb.storage.TransactionMode;
import org.jspecify.annotations.Nullable;

/**
 * A JDBC connection over one of the embedding API.
 *
 * <p>J1: with auto-commit off a transaction begins right before the first statement that can be
 * part of one, in the mode that {@code transaction_mode} says; commit and rollback end it, and the
 * next statement begins another.
 *
 * <p>J3: a weaker isolation level than the journal mode has is answered with a stronger one, as
 * JDBC allows; transactions that are not concurrent are always serializable.
 *
 * <p>J4: what takes several calls of the embedding API and depends on the state between them runs
 * {@link #exclusively}, since threads may share a connection: no thread's statement may land
 * outside the transaction that J1 began for it.
 */
final class JdbcConnection implements Connection, Wrapped {
  private final String url;
  private final org.braiddb.sql.Connection connection;
  private TransactionMode transactionMode;
  private volatile boolean autoCommit = true;
  private boolean readOnly;
  private int savepointNumber;

  JdbcConnection(
      String url, org.braiddb.sql.Connection connection, TransactionMode transactionMode) {
    this.url = url;
    this.connection = connection;
    this.transactionMode = transactionMode;
  }

  String url() {
    return url;
  }

  /** The connection of the embedding API below this one. */
  org.braiddb.sql.Connection engine() throws SQLException {
    checkOpen();
    return connection;
  }

  private void checkOpen() throws SQLException {
    if (connection.isClosed()) {
      throw SqlErrors.closedConnection();
    }
  }

  /** Runs a statement of the driver's own. */
  void run(String sql) throws SQLException {
    checkOpen();
    translated(() -> connection.execute(sql));
  }

  /** Makes several calls of the engine while other threads' calls wait (J4). */
  <T> T exclusively(org.braiddb.sql.Connection.Calls<T, SQLException> calls) throws SQLException {
    return connection.exclusively(calls);
  }

  /** Calls of the engine that give nothing. */
  @FunctionalInterface
  interface Calls {
    void make() throws SQLException;
  }

  void runExclusively(Calls calls) throws SQLException {
    exclusively(() -> {
      calls.make();
      return this;
    });
  }

  /** Begins a transaction where J1 asks for one; part of an exclusive execution. */
  void beforeStatement(String sql) throws SQLException {
    checkOpen();
    if (!autoCommit && connection.autocommit() && StatementKeyword.of(sql).transactional()) {
      begin();
    }
  }

  private void begin() throws SQLException {
    TransactionMode mode =
        switch (transactionMode) {
          case READ_ONLY, DEFERRED -> TransactionMode.DEFERRED;
          case IMMEDIATE, EXCLUSIVE, CONCURRENT -> transactionMode;
        };
    translated(() -> connection.begin(mode));
  }

  private static void translated(Runnable call) throws SQLException {
    try {
      call.run();
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  // ---- statements

  @Override
  public Statement createStatement() throws SQLException {
    return new JdbcStatement(this);
  }

  @Override
  public Statement createStatement(int type, int concurrency) throws SQLException {
    return createStatement(type, concurrency, ResultSet.CLOSE_CURSORS_AT_COMMIT);
  }

  @Override
  public Statement createStatement(int type, int concurrency, int holdability) throws SQLException {
    checkKind(type, concurrency);
    return createStatement();
  }

  private static void checkKind(int type, int concurrency) throws SQLException {
    if (type != ResultSet.TYPE_FORWARD_ONLY) {
      throw new SQLFeatureNotSupportedException("result sets go forward only");
    }
    if (concurrency != ResultSet.CONCUR_READ_ONLY) {
      throw new SQLFeatureNotSupportedException("result sets are read-only");
    }
  }

  @Override
  public PreparedStatement prepareStatement(String sql) throws SQLException {
    return new JdbcPreparedStatement(this, sql, GeneratedKeys.NONE);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency)
      throws SQLException {
    checkKind(type, concurrency);
    return prepareStatement(sql);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return prepareStatement(sql, type, concurrency);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int autoGeneratedKeys) throws SQLException {
    return new JdbcPreparedStatement(this, sql, GeneratedKeys.of(autoGeneratedKeys));
  }

  @Override
  public PreparedStatement prepareStatement(String sql, int[] columnIndexes) throws SQLException {
    return new JdbcPreparedStatement(this, sql, GeneratedKeys.ROWID);
  }

  @Override
  public PreparedStatement prepareStatement(String sql, String[] columnNames) throws SQLException {
    return new JdbcPreparedStatement(this, sql, GeneratedKeys.named(columnNames));
  }

  @Override
  public CallableStatement prepareCall(String sql) throws SQLException {
    throw new SQLFeatureNotSupportedException("there are no stored procedures");
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency) throws SQLException {
    return prepareCall(sql);
  }

  @Override
  public CallableStatement prepareCall(String sql, int type, int concurrency, int holdability)
      throws SQLException {
    return prepareCall(sql);
  }

  @Override
  public String nativeSQL(String sql) throws SQLException {
    checkOpen();
    return sql;
  }

  // ---- transactions

  @Override
  public void setAutoCommit(boolean newAutoCommit) throws SQLException {
    runExclusively(() -> {
      checkOpen();
      if (newAutoCommit && !autoCommit) {
        commitOpen();
      }
      autoCommit = newAutoCommit;
    });
  }

  @Override
  public boolean getAutoCommit() throws SQLException {
    checkOpen();
    return autoCommit;
  }

  @Override
  public void commit() throws SQLException {
    runExclusively(() -> {
      checkManual("commit");
      commitOpen();
    });
  }

  /** Result sets that are still open keep their rows in memory. */
  private void commitOpen() throws SQLException {
    if (connection.autocommit()) {
      return;
    }
    translated(connection::finishReading);
    translated(connection::commit);
  }

  @Override
  public void rollback() throws SQLException {
    runExclusively(() -> {
      checkManual("rollback");
      if (!connection.autocommit()) {
        translated(connection::rollback);
      }
    });
  }

  private void checkManual(String action) throws SQLException {
    checkOpen();
    if (autoCommit) {
      throw SqlErrors.misuse(action + " in auto-commit mode");
    }
  }

  @Override
  public Savepoint setSavepoint() throws SQLException {
    return savepoint(JdbcSavepoint.numbered(++savepointNumber));
  }

  @Override
  public Savepoint setSavepoint(String name) throws SQLException {
    return savepoint(JdbcSavepoint.named(name));
  }

  private Savepoint savepoint(JdbcSavepoint savepoint) throws SQLException {
    return exclusively(() -> {
      checkManual("savepoint");
      if (connection.autocommit()) {
        begin();
      }
      run("SAVEPOINT " + savepoint.quotedName());
      return savepoint;
    });
  }

  @Override
  public void rollback(Savepoint savepoint) throws SQLException {
    checkManual("rollback");
    run("ROLLBACK TO " + JdbcSavepoint.own(savepoint).quotedName());
  }

  @Override
  public void releaseSavepoint(Savepoint savepoint) throws SQLException {
    checkManual("release of a savepoint");
    run("RELEASE " + JdbcSavepoint.own(savepoint).quotedName());
  }

  /** A level that is weaker than snapshot isolation is answered with that. */
  @Override
  public void setTransactionIsolation(int level) throws SQLException {
    checkOpen();
    switch (level) {
      case TRANSACTION_READ_UNCOMMITTED, TRANSACTION_READ_COMMITTED, TRANSACTION_REPEATABLE_READ ->
          run("PRAGMA isolation = snapshot");
      case TRANSACTION_SERIALIZABLE -> run("PRAGMA isolation = serializable");
      default ->
          throw SqlErrors.invalidArgument(
              "no isolation level that a transaction can have: " + level);
    }
  }

  /**
   * The level of the open transaction, or of the next one. Snapshot isolation is what JDBC calls
   * repeatable read: stronger, for there are no phantoms, but no more than that.
   */
  @Override
  public int getTransactionIsolation() throws SQLException {
    checkOpen();
    boolean concurrent =
        connection.autocommit()
            ? transactionMode == TransactionMode.CONCURRENT
            : connection.inConcurrentTransaction();
    try {
      return concurrent && connection.isolation() == IsolationLevel.SNAPSHOT
          ? TRANSACTION_REPEATABLE_READ
          : TRANSACTION_SERIALIZABLE;
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  /**
   * Makes transactions begin in another mode.
   *
   * @param mode deferred, immediate, exclusive or concurrent
   */
  void setTransactionMode(String mode) {
    transactionMode = TransactionMode.valueOf(mode.toUpperCase(Locale.ROOT));
  }

  // ---- properties

  @Override
  public void setReadOnly(boolean newReadOnly) throws SQLException {
    checkOpen();
    if (!connection.autocommit()) {
      throw SqlErrors.misuse("read-only mode cannot change inside a transaction");
    }
    if (newReadOnly != readOnly) {
      run("PRAGMA query_only = " + (newReadOnly ? 1 : 0));
      readOnly = newReadOnly;
    }
  }

  @Override
  public boolean isReadOnly() throws SQLException {
    checkOpen();
    return readOnly || connection.isReadOnly("main");
  }

  @Override
  public DatabaseMetaData getMetaData() throws SQLException {
    checkOpen();
    return new JdbcDatabaseMetaData(this);
  }

  @Override
  public void setCatalog(@Nullable String catalog) throws SQLException {
    checkOpen();
  }

  @Override
  public @Nullable String getCatalog() throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public void setSchema(@Nullable String schema) throws SQLException {
    checkOpen();
  }

  @Override
  public @Nullable String getSchema() throws SQLException {
    checkOpen();
    return null;
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
  public Map<String, Class<?>> getTypeMap() throws SQLException {
    checkOpen();
    return Map.of();
  }

  @Override
  public void setTypeMap(Map<String, Class<?>> map) throws SQLException {
    if (!map.isEmpty()) {
      throw new SQLFeatureNotSupportedException("there are no user-defined types");
    }
  }

  @Override
  public void setHoldability(int holdability) throws SQLException {
    checkOpen();
    if (holdability != ResultSet.CLOSE_CURSORS_AT_COMMIT) {
      throw new SQLFeatureNotSupportedException("result sets do not outlive their transaction");
    }
  }

  @Override
  public int getHoldability() throws SQLException {
    checkOpen();
    return ResultSet.CLOSE_CURSORS_AT_COMMIT;
  }

  @Override
  public boolean isValid(int timeoutSeconds) throws SQLException {
    if (timeoutSeconds < 0) {
      throw SqlErrors.invalidArgument("negative timeout: " + timeoutSeconds);
    }
    return !connection.isClosed();
  }

  @Override
  public void setClientInfo(String name, @Nullable String value) throws SQLClientInfoException {
    // JDBC wants unknown properties to be a warning, and all are unknown.
  }

  @Override
  public void setClientInfo(Properties properties) throws SQLClientInfoException {
    // As above.
  }

  @Override
  public @Nullable String getClientInfo(String name) throws SQLException {
    checkOpen();
    return null;
  }

  @Override
  public Properties getClientInfo() throws SQLException {
    checkOpen();
    return new Properties();
  }

  @Override
  public void setNetworkTimeout(@Nullable Executor executor, int milliseconds) throws SQLException {
    throw new SQLFeatureNotSupportedException("there is no network");
  }

  @Override
  public int getNetworkTimeout() throws SQLException {
    checkOpen();
    return 0;
  }

  // ---- values

  @Override
  public Blob createBlob() throws SQLException {
    checkOpen();
    return new JdbcBlob(new byte[0]);
  }

  @Override
  public Clob createClob() throws SQLException {
    checkOpen();
    return new JdbcClob("");
  }

  @Override
  public NClob createNClob() throws SQLException {
    checkOpen();
    return new JdbcClob("");
  }

  @Override
  public SQLXML createSQLXML() throws SQLException {
    throw new SQLFeatureNotSupportedException("SQLXML: store XML as text");
  }

  @Override
  public Array createArrayOf(String typeName, Object[] elements) throws SQLException {
    throw new SQLFeatureNotSupportedException("arrays");
  }

  @Override
  public Struct createStruct(String typeName, Object[] attributes) throws SQLException {
    throw new SQLFeatureNotSupportedException("structures");
  }

  // ---- the end

  @Override
  public void close() throws SQLException {
    try {
      connection.close();
    } catch (SqlException e) {
      throw SqlErrors.translate(e);
    }
  }

  @Override
  public boolean isClosed() {
    return connection.isClosed();
  }

  /** Interrupts what runs now; the connection is closed by the thread that uses it, or by close. */
  @Override
  public void abort(Executor executor) throws SQLException {
    connection.interrupt();
    executor.execute(connection::close);
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(connection)) {
      return type.cast(connection);
    }
    return Wrapped.super.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return Wrapped.super.isWrapperFor(type) || type.isInstance(connection);
  }
}
