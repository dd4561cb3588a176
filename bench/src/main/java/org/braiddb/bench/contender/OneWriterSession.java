package org.braiddb.bench.contender;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.concurrent.locks.Lock;

/** One writer at a time: a transaction that writes waits for its turn first, and cannot lose. */
final class OneWriterSession extends Session {
  private static final int BUSY = 5;

  private final Lock turn;
  private final PreparedStatement begin;
  private final PreparedStatement commit;
  private final PreparedStatement rollback;

  /**
   * A session in autocommit mode.
   *
   * @param turn what the application's own threads take before they write
   */
  OneWriterSession(Connection connection, Lock turn) throws SQLException {
    super(connection, Dialect.SQLITE);
    this.turn = turn;
    begin = connection.prepareStatement("BEGIN IMMEDIATE");
    commit = connection.prepareStatement("COMMIT");
    rollback = connection.prepareStatement("ROLLBACK");
  }

  @Override
  void runTransaction(Work work) throws SQLException {
    turn.lock();
    try {
      whenFree(begin::execute);
      try {
        work.run();
        commit.execute();
      } catch (SQLException | RuntimeException e) {
        rollback.execute();
        throw e;
      }
    } finally {
      turn.unlock();
    }
  }

  @Override
  void runAlone(Work statement) throws SQLException {
    turn.lock();
    try {
      whenFree(statement);
    } finally {
      turn.unlock();
    }
  }

  /** Waits for as long as others are preferred. */
  private static void whenFree(Work statement) throws SQLException {
    while (true) {
      try {
        statement.run();
        return;
      } catch (SQLException e) {
        if ((e.getErrorCode() & 0xff) != BUSY) {
          throw e;
        }
      }
    }
  }
}
