package org.braiddb.sql;

import java.util.function.Supplier;
import org.braiddb.sql.session.RunningBackup;
import org.braiddb.sql.session.Session;
import org.braiddb.storage.ResultCode;

/**
 * A copy of a live database into a file, made in steps; see {@link Connection#startBackup}.
 *
 * <p>What is copied is the database as it was when the backup was started, without the connection's
 * own uncommitted changes. Readers and writers go on meanwhile, and never make it start over; while
 * it lasts the log keeps all that is committed. The file appears at its place when the last page
 * was copied and is durable: complete, or not at all.
 *
 * <p>Used by one thread at a time. Between steps the connection can be used for other things.
 */
public final class Backup implements AutoCloseable {
  /** Kept so that a connection is not found to be left open while a backup is under way. */
  private final Connection connection;

  private final Session session;
  private final RunningBackup running;

  Backup(Connection connection, Session session, RunningBackup running) {
    this.connection = connection;
    this.session = session;
    this.running = running;
  }

  /**
   * Copies on.
   *
   * @param pages how many pages to copy at most; less than 0 for all that remain
   * @return whether the copy is complete
   * @throws SqlException where reading or writing fails, {@code FULL} where the disk is full:
   *     nothing is left of the copy then; {@code INTERRUPT} where it was interrupted meanwhile:
   *     another step goes on
   */
  public boolean step(int pages) {
    if (pages == 0) {
      throw new SqlException(ResultCode.MISUSE, "a backup step of no pages");
    }
    return call(() -> running.step(pages < 0 ? Integer.MAX_VALUE : pages));
  }

  /** The connection it belongs to. */
  public Connection connection() {
    return connection;
  }

  /** Pages of the whole database. */
  public long pageCount() {
    return call(running::pageCount);
  }

  /** Pages that are not copied yet. */
  public long remainingPages() {
    return call(running::remainingPages);
  }

  /** Ends the backup; of an incomplete one nothing is left. A second call does nothing. */
  @Override
  public void close() {
    call(() -> {
      running.close();
      return true;
    });
  }

  private <T> T call(Supplier<T> action) {
    session.enter();
    try {
      return Translation.call("", action);
    } finally {
      session.leave();
    }
  }
}
