package org.braiddb.shell.compare;

import java.util.List;
import java.util.concurrent.Callable;
import org.braiddb.sql.Connection;
import org.braiddb.sql.TransactionRunner;

/** One client: runs transactions, one after the other, each until it is committed. */
final class ClientRun implements Callable<ClientCounts> {
  private final Connection connection;
  private final Transaction transaction;
  private final boolean readOnly;
  private final List<ParameterValues> values;
  private final Clock clock;
  private final ClientCounts counts = new ClientCounts();

  /** When a run of the present transaction began first and last, and when the last one ended. */
  private long firstRun;

  private long lastRun;
  private long lastRunEnd;
  private int runs;

  /** Tells clients when to stop and what counts. */
  interface Clock {
    /** Whether one more transaction shall be run. */
    boolean goesOn(long committedByClient);

    /** Whether what is run now counts. */
    boolean counts();
  }

  ClientRun(
      Connection connection,
      Transaction transaction,
      List<ParameterValues> values,
      Clock clock) {
    this.connection = connection;
    this.transaction = transaction;
    this.readOnly = transaction.isReadOnly();
    this.values = values;
    this.clock = clock;
  }

  @Override
  public ClientCounts call() {
    while (clock.goesOn(counts.commits())) {
      transaction.bind(values);
      boolean counting = clock.counts();
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
}
