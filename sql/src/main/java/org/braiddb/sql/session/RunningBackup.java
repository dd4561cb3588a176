package org.braiddb.sql.session;

import java.nio.file.Path;
import org.braiddb.sql.error.StatementException;
import org.braiddb.storage.CallLimits;
import org.braiddb.storage.Facets;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.Transaction;
import org.braiddb.storage.TransactionMode;
import org.braiddb.storage.TransactionOptions;
import org.braiddb.storage.UnsupportedException;

/** A copy of one of a connection's databases under way, and the snapshot it is made of. */
public final class RunningBackup implements AutoCloseable {
  private static final int PAGES_BETWEEN_CHECKS = 1024;

  private final Session session;
  private final Transaction reading;
  private final Facets.BackupSteps steps;
  private boolean closed;

  private RunningBackup(Session session, Transaction reading, Facets.BackupSteps steps) {
    this.session = session;
    this.reading = reading;
    this.steps = steps;
  }

  static RunningBackup begin(Session session, SessionDatabase database, Path target) {
    CallLimits limits = session.limits();
    TransactionOptions options =
        TransactionOptions.of(TransactionMode.READ_ONLY).withAtLeast(database.atLeast());
    Transaction reading = database.handle().begin(engine -> options, limits);
    boolean begun = false;
    try {
      // Only once the transaction is open is it certain that the store stays the same.
      Facets.Backup backup =
          database
              .handle()
              .store()
              .facet(Facets.Backup.class)
              .orElseThrow(() ->
                  new UnsupportedException(
                      "journal mode "
                          + database.handle().journalMode()
                          + " cannot copy a database while it is open"));
      RunningBackup running = new RunningBackup(session, reading, backup.begin(reading, target));
      begun = true;
      return running;
    } finally {
      if (!begun) {
        reading.close();
      }
    }
  }

  /** Copies at most that many pages; whether the copy is complete. */
  public boolean step(int pages) {
    if (closed && steps.remainingPages() > 0) {
      throw new StatementException(ResultCode.MISUSE, "the backup is closed");
    }
    session.statementBegins();
    boolean done = false;
    for (int left = pages; left > 0 && !done; left -= PAGES_BETWEEN_CHECKS) {
      session.limits().checkCancelled();
      done = steps.step(Math.min(left, PAGES_BETWEEN_CHECKS));
    }
    if (done) {
      close();
    }
    return done;
  }

  /** Pages of the whole. */
  public long pageCount() {
    return steps.pageCount();
  }

  /** Pages that are not copied yet. */
  public long remainingPages() {
    return steps.remainingPages();
  }

  /** Ends the copy and the snapshot. A second call does nothing. */
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    session.forget(this);
    try {
      steps.close();
    } finally {
      reading.close();
    }
  }
}
