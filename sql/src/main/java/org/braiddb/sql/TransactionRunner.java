package org.braiddb.sql;

import java.time.Duration;
import java.util.SplittableRandom;
import java.util.concurrent.locks.LockSupport;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.TransactionMode;
import org.jspecify.annotations.Nullable;

/**
 * Runs work in a transaction, and again in another one where it lost to somebody else's.
 *
 * <p>The work is run in a concurrent transaction. Where that meets a conflict ({@code
 * BUSY_SNAPSHOT}), at a statement or at COMMIT, it is rolled back and the work runs again, after a
 * short random pause, on a snapshot that has the commit it lost to. After {@linkplain
 * Builder#concurrentAttempts some losses} the work is run in a BEGIN IMMEDIATE transaction, which
 * waits for its turn in the queue of writers and then cannot lose: so nobody starves, however many
 * want the same row. Where that was needed, the next runs on the same connection wait for their
 * turn from the beginning, one at first, at most 64 where losing goes on: then a concurrent one is
 * tried again. {@linkplain Builder#shortWork Short} work takes its turn after its first loss: it
 * keeps others waiting for less time than one more loss would cost. {@linkplain Builder#briefWork
 * Brief} work takes its turn from the beginning: it keeps others waiting for less time than its
 * COMMIT would in a concurrent transaction. In a journal mode without concurrent transactions work
 * is run in BEGIN IMMEDIATE at once.
 *
 * <p>What it asks of the work:
 *
 * <ul>
 *   <li>It may run several times. Whatever it does besides changing the database must bear that:
 *       collect results in objects of its own and hand them back as the result.
 *   <li>Each run must read anew what it decides by; values read in an earlier run may be old.
 *   <li>It does not end the transaction (COMMIT, ROLLBACK); savepoints are its own affair.
 *   <li>It lets exceptions out, the conflict's among them. One that it keeps to itself is met again
 *       at COMMIT, which a lost transaction never passes.
 *   <li>It does not last long: others wait for it once it runs in BEGIN IMMEDIATE.
 * </ul>
 *
 * <p>What it gives: the result of the one run that was committed. Any exception but a conflict
 * rolls the transaction back and comes out as it is, and so does {@code BUSY} where a lock was not
 * had in {@linkplain Builder#patience time}. Where it comes out that the outcome of the commit is
 * unknown, the work is not run again.
 *
 * <p>Immutable; safe for use by any thread, each with a connection of its own.
 */
public final class TransactionRunner {
  /**
   * Five concurrent attempts, for work of up to a millisecond one, for {@linkplain
   * Builder#briefWork brief} work none; pauses of up to 50 milliseconds; 30 seconds of patience.
   */
  public static final TransactionRunner DEFAULTS = builder().build();

  private static final int LONGEST_CHAIN_OF_CAUSES = 20;
  private static final int BEGIN_ATTEMPTS = 3;

  private final int concurrentAttempts;
  private final long shortWorkNanos;
  private final long briefWorkNanos;
  private final long longestPauseNanos;
  private final Duration patience;

  /**
   * What is to be done in a transaction.
   *
   * @param <T> its result
   * @param <E> what it may throw
   */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object, E extends Exception> {
    /**
     * Does it.
     *
     * @param connection the connection, in a transaction that the work neither begins nor ends
     */
    T run(Connection connection) throws E;
  }

  private TransactionRunner(Builder builder) {
    concurrentAttempts = builder.concurrentAttempts;
    shortWorkNanos = builder.shortWork.toNanos();
    briefWorkNanos = builder.briefWork.toNanos();
    longestPauseNanos = builder.longestPause.toNanos();
    patience = builder.patience;
  }

  /** A builder with the defaults. */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Runs work until it is committed. Meanwhile the connection's busy timeout is at least the
   * patience of this runner.
   *
   * @throws SqlException {@code MISUSE} where a transaction is open already or the work ends its
   *     own, {@code BUSY} where others hold what is needed for too long, {@code INTERRUPT} where
   *     the thread is interrupted while it pauses
   */
  public <T extends @Nullable Object, E extends Exception> T run(
      Connection connection, Work<T, E> work) throws E {
    if (!connection.autocommit()) {
      throw new SqlException(
          ResultCode.MISUSE, "a transaction is open: the work must begin in one of its own");
    }
    Duration busyTimeout = connection.busyTimeout();
    connection.setBusyTimeout(busyTimeout.compareTo(patience) < 0 ? patience : busyTimeout);
    try {
      return runUntilCommitted(connection, work);
    } finally {
      if (!connection.isClosed()) {
        connection.setBusyTimeout(busyTimeout);
      }
    }
  }

  private <T extends @Nullable Object, E extends Exception> T runUntilCommitted(
      Connection connection, Work<T, E> work) throws E {
    SplittableRandom random = null;
    RecentRuns recent = connection.recentRuns();
    int attempts = attempts(connection, recent);
    for (int losses = 0; ; losses++) {
      if (losses > 0 && losses < attempts) {
        random = random == null ? new SplittableRandom() : random;
        pause(losses, random);
      }
      boolean concurrent = losses < attempts && beginConcurrent(connection);
      if (!concurrent) {
        connection.begin(TransactionMode.IMMEDIATE);
      }
      long changesBefore = connection.totalChanges();
      long begun = System.nanoTime();
      try {
        T result = work.run(connection);
        boolean wrote = connection.totalChanges() != changesBefore;
        recent.worked(System.nanoTime() - begun, wrote, concurrent, briefWorkNanos);
        commit(connection);
        note(recent, concurrent, losses);
        return result;
      } catch (Exception | Error e) {
        rollBack(connection, e);
        if (!concurrent || !isLoss(e)) {
          throw e;
        }
        if (recent.workNanos(System.nanoTime() - begun) <= shortWorkNanos) {
          attempts = 0;
        }
      }
    }
  }

  /** How often the work may lose before it takes its turn; 0 where it does so at once. */
  private int attempts(Connection connection, RecentRuns recent) {
    // BEGIN IMMEDIATE takes the lock of each attached database, whether the work writes there or
    // not.
    if (briefWorkNanos > 0 && recent.brief() && !connection.hasAttached()) {
      return 0;
    }
    return recent.takesTurn() ? 0 : recent.attempts(concurrentAttempts);
  }

  private static void note(RecentRuns recent, boolean concurrent, int losses) {
    if (concurrent && losses == 0) {
      recent.won();
    } else if (!concurrent && losses > 0) {
      recent.lost();
    }
  }

  /** False where the journal mode has no such transactions. */
  private static boolean beginConcurrent(Connection connection) {
    for (int attempt = 1; connection.hasConcurrentTransactions(); attempt++) {
      try {
        connection.begin(TransactionMode.CONCURRENT);
        return true;
      } catch (SqlException e) {
        // Somebody may have switched the journal mode in between.
        if (attempt == BEGIN_ATTEMPTS) {
          throw e;
        }
      }
    }
    return false;
  }

  private static void commit(Connection connection) {
    if (connection.autocommit()) {
      throw new SqlException(
          ResultCode.MISUSE, "the work has ended the transaction that it was run in");
    }
    connection.finishReading();
    connection.commit();
  }

  private static void rollBack(Connection connection, Throwable failure) {
    try {
      if (!connection.isClosed() && !connection.autocommit()) {
        connection.rollback();
      }
    } catch (SqlException e) {
      failure.addSuppressed(e);
    }
  }

  /** Whether a conflict is the failure or its cause. */
  private static boolean isLoss(Throwable failure) {
    Throwable cause = failure;
    for (int depth = 0; cause != null && depth < LONGEST_CHAIN_OF_CAUSES; depth++) {
      if (cause instanceof SqlException e && e.code() == ResultCode.BUSY_SNAPSHOT) {
        return true;
      }
      cause = cause.getCause();
    }
    return false;
  }

  /** Random, from nothing to a bound that doubles with every loss: losers should not meet again. */
  private void pause(int losses, SplittableRandom random) {
    long bound = Math.min(longestPauseNanos, 1_000_000L << Math.min(losses, 20));
    long until = System.nanoTime() + (bound == 0 ? 0 : random.nextLong(bound));
    for (long left = until - System.nanoTime(); left > 0; left = until - System.nanoTime()) {
      LockSupport.parkNanos(this, left);
      if (Thread.currentThread().isInterrupted()) {
        throw new SqlException(
            ResultCode.INTERRUPT, "interrupted before the transaction was tried again");
      }
    }
  }

  /** Collects settings. Not safe for use by several threads. */
  public static final class Builder {
    /**
     * What brief work takes, unless the application says. The more processors, the more of it can
     * be done at the same time, and the less it may take to be better done in turns.
     */
    private static final long BRIEF_NANOS =
        Math.clamp(80_000L / Runtime.getRuntime().availableProcessors(), 10_000, 40_000);

    private int concurrentAttempts = 5;
    private Duration shortWork = Duration.ofMillis(1);
    private Duration briefWork = Duration.ofNanos(BRIEF_NANOS);
    private Duration longestPause = Duration.ofMillis(50);
    private Duration patience = Duration.ofSeconds(30);

    private Builder() {}

    /**
     * How often the work may lose in a concurrent transaction before it runs in BEGIN IMMEDIATE; 0
     * or more.
     */
    public Builder concurrentAttempts(int attempts) {
      if (attempts < 0) {
        throw new IllegalArgumentException("negative number of attempts: " + attempts);
      }
      concurrentAttempts = attempts;
      return this;
    }

    /**
     * How long work may take to be run in BEGIN IMMEDIATE after its first loss already; the last
     * run on the connection that came to its end is taken for the next. Zero for no work.
     */
    public Builder shortWork(Duration longest) {
      if (longest.isNegative()) {
        throw new IllegalArgumentException("negative duration: " + longest);
      }
      shortWork = longest;
      return this;
    }

    /**
     * How long work may take to be run in BEGIN IMMEDIATE from the beginning: on the geometric mean
     * of its last runs on the connection, of which those in concurrent transactions count a
     * quarter. It never is where rows are not changed as a rule, or databases are attached. Zero
     * for no work. The default is 80 microseconds divided by the number of processors, at most 40
     * and at least 10.
     */
    public Builder briefWork(Duration longest) {
      if (longest.isNegative()) {
        throw new IllegalArgumentException("negative duration: " + longest);
      }
      briefWork = longest;
      return this;
    }

    /** The most that is waited between two attempts. */
    public Builder longestPause(Duration pause) {
      if (pause.isNegative()) {
        throw new IllegalArgumentException("negative pause: " + pause);
      }
      longestPause = pause;
      return this;
    }

    /** How long each BEGIN, statement and COMMIT waits for others before it fails as busy. */
    public Builder patience(Duration wait) {
      if (wait.isNegative()) {
        throw new IllegalArgumentException("negative patience: " + wait);
      }
      patience = wait;
      return this;
    }

    /** The runner. */
    public TransactionRunner build() {
      return new TransactionRunner(this);
    }
  }
}
