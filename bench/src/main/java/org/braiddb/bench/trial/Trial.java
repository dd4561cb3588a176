package org.braiddb.bench.trial;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.braiddb.bench.contender.Contender;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.workload.Tally;
import org.braiddb.bench.workload.Verifier;
import org.braiddb.bench.workload.Workload;

/**
 * One contender doing one workload. Open it, run clients, close them, {@link #verify()}, close it.
 * Safe for use by any thread; a client is used by one.
 */
public final class Trial implements AutoCloseable {
  private final Contender contender;
  private final Workload workload;
  private final Durability durability;
  private final long rows;
  private final WorkDirectory work;
  private final List<TrialClient> clients = new CopyOnWriteArrayList<>();
  private final Tally tally = new Tally();
  private final AtomicLong commits = new AtomicLong();

  /**
   * Opens a trial on a fresh copy of the workload's data.
   *
   * @param rows the size of the data set
   * @param data where databases are kept that were loaded before
   */
  public Trial(
      Contender contender, Workload workload, Durability durability, long rows, Path data)
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
        new TrialClient(this, contender.session(work.path(), durability), workload, number, threads);
    clients.add(client);
    return client;
  }

  long rows() {
    return rows;
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

  void ended(TrialClient client) {
    commits.addAndGet(client.commits());
    client.countInto(tally);
  }

  /**
   * Checks that what was committed is there, once all clients are closed.
   *
   * @throws IllegalStateException where it is not
   */
  public void verify() throws SQLException {
    try (Connection connection = contender.connect(work.path(), durability)) {
      workload.verify(new Verifier(connection, tally, commits.get(), rows));
    }
  }

  /** Closes the database and removes its files. */
  @Override
  public void close() throws SQLException {
    try {
      contender.shutDown(work.path());
    } finally {
      work.close();
    }
  }
}
