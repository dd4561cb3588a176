package org.braiddb.bench.contender;

import java.sql.Connection;
import java.sql.SQLException;
import org.braiddb.jdbc.BraidTransactions;

/**
 * Braid with many writers: what its users call to have work run until it is committed, which is in
 * BEGIN CONCURRENT or, where it has been brief or lost, in turns.
 */
final class ConcurrentSession extends Session {
  ConcurrentSession(Connection connection) {
    super(connection, Dialect.SQLITE);
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
