package org.braiddb.shell.compare;

import java.util.List;
import java.util.function.LongPredicate;
import org.braiddb.sql.Connection;
import org.braiddb.sql.TransactionRunner;

/** One client: runs transactions, one after the other, each until it is committed. */
final class ClientRun implements AutoCloseable {
  private final Connection connection;
  private final Transaction transaction;
  private final boolean readOnly;
  private final List<ParameterValues> values;
  private final ClientCounts counts = new ClientCounts();

  /** When a run of the present transaction began first and last, and when the last one ended. */
  private long firstRun;

  private long lastRun;
  private long lastRunEnd;
  private int runs;

  /**
   * A client on a connection of its own.
   *
   * @param transaction prepared on that connection
   */
  ClientRun(Connection connection, Transaction transaction, List<ParameterValues> values) {
    this.connection = connection;
    this.transaction = transaction;
    this.readOnly = transaction.isReadOnly();
    this.values = values;
  }

  /**
   * Runs transactions.
   *
   * @param goesOn whether one more shall be run, by how many were run
   * @param counting whether they count
   */
  void run(LongPredicate goesOn, boolean counting) {
    for (long done = 0; goesOn.test(done); done++) {
      transaction.bind(values);
      runs = 0;
      long begin = System.nanoTime();
      if (readOnly) {
        read();
      } else {
        TransactionRunner.DEFAULTS.<Integer, RuntimeException>run(connection, same -> runOnce());
      }
      counts.committed(
          counting,
          new ClientCounts.Moments(
              begin, firstRun, lastRun, lastRunEnd, System.nanoTime(), runs - 1));
    }
  }

  ClientCounts counts() {
    return counts;
  }

  private void read() {
    connection.begin();
    try {
      runOnce();
    } finally {
      connection.commit();
    }
  }

  private int runOnce() {
    lastRun = System.nanoTime();
    firstRun = runs++ == 0 ? lastRun : firstRun;
    transaction.run();
    lastRunEnd = System.nanoTime();
    return runs;
  }

  @Override
  public void close() {
    connection.close();
  }
}
