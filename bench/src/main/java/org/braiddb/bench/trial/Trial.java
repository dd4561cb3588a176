package org.braiddb.bench.trial;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.workload.Place;
import org.braiddb.bench.workload.Tally;
import org.braiddb.bench.workload.Verifier;
import org.braiddb.bench.workload.Workload;
import org.jspecify.annotations.Nullable;

/**
 * One contender doing one workload. Open it, run clients, {@link #finish()}, close it. Safe for use
 * by any thread; a client is used by one.
 */
public final class Trial implements AutoCloseable {
  private final Contender contender;
  private final Workload workload;
  private final Durability durability;
  private final long rows;
  private final WorkDirectory work;
  private final List<TrialClient> clients = new CopyOnWriteArrayList<>();
  private @Nullable Interval interval;
  private boolean ended;

  /**
   * Opens a trial on a fresh copy of the workload's data.
   *
   * @param rows the size of the data set
   * @param data where databases are kept that were loaded before
   */
  public Trial(Contender contender, Workload workload, Durability durability, long rows, Path data)
      throws SQLException {
    this.contender = contender;
    this.workload = workload;
    this.durability = durability;
    this.rows = rows;
    this.work = new WorkDirectory(data);
    try {
      new DataStore(data).copy(contender, workload.dataset(), rows, durability, work);
    } catch (SQLException | RuntimeException e) {
      work.close();
      throw e;
    }
  }

  /** A client on a connection of its own; its numbers are 0 to {@code threads - 1}. */
  public TrialClient client(int number, int threads) throws SQLException {
    TrialClient client =
        new TrialClient(
            this, contender.session(work.path(), durability), workload, number, threads);
    clients.add(client);
    return client;
  }

  /** Begins a stretch that is measured; at the latest it ends when the trial does. */
  public synchronized Interval measure() {
    Interval begun = new Interval(this);
    interval = begun;
    return begun;
  }

  Place place(int number, int threads) {
    return new Place(number, threads, rows, contender, work.path());
  }

  /** Where the database is. */
  Path directory() {
    return work.path();
  }

  /** All clients so far. */
  List<TrialClient> clients() {
    return clients;
  }

  /** The bytes of the database's files, log included. */
  long sizeBytes() {
    return work.sizeBytes(file -> true);
  }

  /** The bytes of the files that are its log. */
  long logBytes() {
    return work.sizeBytes(contender::isLog);
  }

  /**
   * Ends the clients, which must not run any more, and checks that what they have committed is
   * there.
   *
   * @throws IllegalStateException where it is not
   */
  public synchronized void finish() throws SQLException {
    if (interval != null) {
      interval.end();
    }
    long commits = clients.stream().mapToLong(TrialClient::commits).sum();
    Tally tally = new Tally();
    endClients(tally);
    try (Connection connection = contender.connect(work.path(), durability)) {
      workload.verify(new Verifier(connection, tally, commits, rows));
    }
  }

  private void endClients(Tally tally) throws SQLException {
    if (!ended) {
      ended = true;
      for (TrialClient client : clients) {
        client.end(tally);
      }
    }
  }

  /** Closes the database and removes its files. */
  @Override
  public synchronized void close() throws SQLException {
    try {
      endClients(new Tally());
      contender.shutDown(work.path());
    } finally {
      work.close();
    }
  }
}
