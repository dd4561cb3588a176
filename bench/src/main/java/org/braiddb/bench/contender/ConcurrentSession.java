package org.braiddb.bench.contender;

import java.sql.Connection;
import java.sql.SQLException;
import org.braiddb.jdbc.BraidTransactions;

/** Braid with many writers: BEGIN CONCURRENT, tried until it is committed. */
final class ConcurrentSession extends Session {
  ConcurrentSession(Connection connection) {
    super(connection, Dialect.SQLITE);
  }

  @Override
  public void read(Work work) throws SQLException {
    work.run();
  }

  @Override
  public void beginReading() throws SQLException {
    connection().setAutoCommit(false);
  }

  @Override
  public void endReading() throws SQLException {
    connection().rollback();
    connection().setAutoCommit(true);
  }

  @Override
  void runTransaction(Work work) throws SQLException {
    BraidTransactions.<Integer>run(
        connection(),
        same -> {
          work.run();
          return 0;
        });
  }

  @Override
  void runAlone(Work statement) throws SQLException {
    runTransaction(statement);
  }
}
