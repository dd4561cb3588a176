package org.braiddb.bench.trial;

import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.braiddb.bench.contender.Session;
import org.braiddb.bench.workload.Client;
import org.braiddb.bench.workload.Tally;
import org.braiddb.bench.workload.Workload;

/** A thread's part in a trial: runs transactions and takes their times. */
public final class TrialClient {
  private final Session session;
  private final Client client;
  private final Histogram nanos = new Histogram(TimeUnit.HOURS.toNanos(1), 2);

  TrialClient(Trial trial, Session session, Workload workload, int number, int threads)
      throws SQLException {
    this.session = session;
    this.client = workload.client(session, trial.place(number, threads));
  }

  /**
   * Runs one transaction until it is committed.
   *
   * @return something made of what was read
   */
  public long run() throws SQLException {
    long start = System.nanoTime();
    long result = client.run();
    nanos.recordValue(Math.min(System.nanoTime() - start, nanos.getHighestTrackableValue()));
    return result;
  }

  /** How long its transactions took since it was reset; read while the client does not run. */
  Histogram nanos() {
    return nanos;
  }

  String role() {
    return client.role();
  }

  long commits() {
    return session.commits();
  }

  long retries() {
    return session.retries();
  }

  /** Ends it; what it has committed goes to a tally. */
  void end(Tally tally) throws SQLException {
    client.count(tally);
    try (session) {
      client.close();
    }
  }
}
