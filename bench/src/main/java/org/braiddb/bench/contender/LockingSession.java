package org.braiddb.bench.contender;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;

/**
 * JDBC's own transactions, for engines with many writers: autocommit off, rolled back and run again
 * after a short random pause where they lost, as {@code BraidTransactions} does for Braid.
 */
sealed class LockingSession extends Session permits DuckDbSession {
  private static final int MOST_ATTEMPTS = 10_000;
  private static final long LONGEST_PAUSE_NANOS = 50_000_000;

  private final Predicate<SQLException> lost;
  private final SplittableRandom random = new SplittableRandom();
  private boolean inTransactions;

  /**
   * A session in autocommit mode.
   *
   * @param lost which failures are cured by running the transaction again
   */
  LockingSession(Connection connection, Dialect dialect, Predicate<SQLException> lost) {
    super(connection, dialect);
    this.lost = lost;
  }

  /** Whether an error is of SQL's class "transaction rollback". */
  static boolean isRollback(SQLException e) {
    return String.valueOf(e.getSQLState()).startsWith("40");
  }

  @Override
  public void read(Work work) throws SQLException {
    work.run();
    if (inTransactions) {
      connection().commit();
    }
  }

  @Override
  void runTransaction(Work work) throws SQLException {
    if (!inTransactions) {
      connection().setAutoCommit(false);
      inTransactions = true;
    }
    for (int attempt = 1; ; attempt++) {
      try {
        work.run();
        connection().commit();
        return;
      } catch (RuntimeException e) {
        rollBack(e);
        throw e;
      } catch (SQLException e) {
        rollBack(e);
        if (!lost.test(e) || attempt == MOST_ATTEMPTS) {
          throw e;
        }
        long bound = Math.min(LONGEST_PAUSE_NANOS, 1_000_000L << Math.min(attempt, 20));
        LockSupport.parkNanos(random.nextLong(bound));
      }
    }
  }

  private void rollBack(Exception failure) {
    try {
      connection().rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  @Override
  void runAlone(Work statement) throws SQLException {
    runTransaction(statement);
  }

  @Override
  public void close() throws SQLException {
    if (inTransactions) {
      connection().rollback();
    }
    super.close();
  }
}
