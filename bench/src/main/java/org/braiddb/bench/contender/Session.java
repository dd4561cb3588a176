package org.braiddb.bench.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * A connection of one thread, with the way its contender's transactions are brought to their end.
 * Not safe for use by several threads.
 */
public abstract sealed class Session implements AutoCloseable
    permits OneWriterSession, ConcurrentSession, LockingSession {
  private final Connection connection;
  private final Dialect dialect;
  private long commits;
  private long retries;

  /** What is done in one transaction; it is done again where the transaction lost to another. */
  @FunctionalInterface
  public interface Work {
    /** Does it. */
    void run() throws SQLException;
  }

  Session(Connection connection, Dialect dialect) {
    this.connection = connection;
    this.dialect = dialect;
  }

  /** The connection, for what is not measured. */
  public Connection connection() {
    return connection;
  }

  /** How SQL is written for it. */
  public Dialect dialect() {
    return dialect;
  }

  /** Prepares a statement that may have {@link Dialect}'s marks. */
  public PreparedStatement prepare(String sql) throws SQLException {
    return connection.prepareStatement(dialect.sql(sql));
  }

  /**
   * Runs work in a transaction, until it is committed. What the work throws, but for conflicts,
   * rolls the transaction back and comes out.
   */
  public final void transact(Work work) throws SQLException {
    int[] runs = {0};
    runTransaction(() -> {
      runs[0]++;
      work.run();
    });
    committed(runs[0]);
  }

  /** Runs one statement in a transaction of its own, until it is committed. */
  public final void transact(PreparedStatement statement) throws SQLException {
    int[] runs = {0};
    runAlone(() -> {
      runs[0]++;
      statement.executeUpdate();
    });
    committed(runs[0]);
  }

  private void committed(int runs) {
    commits++;
    retries += runs - 1;
  }

  /** Runs work that only reads, in a transaction for each statement. */
  public void read(Work work) throws SQLException {
    work.run();
  }

  /**
   * Begins a transaction that only reads and stays open; its snapshot is taken by its first
   * statement.
   */
  public final void beginReading() throws SQLException {
    connection.setAutoCommit(false);
  }

  /** Ends such a transaction. */
  public final void endReading() throws SQLException {
    connection.rollback();
    connection.setAutoCommit(true);
  }

  /** Runs work until it is committed. */
  abstract void runTransaction(Work work) throws SQLException;

  /** Runs work of one statement until it is committed, as users would run one statement. */
  abstract void runAlone(Work statement) throws SQLException;

  /** Transactions committed. */
  public final long commits() {
    return commits;
  }

  /** Runs of transactions that were not committed. */
  public final long retries() {
    return retries;
  }

  @Override
  public void close() throws SQLException {
    connection.close();
  }
}
