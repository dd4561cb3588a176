package org.braiddb.shell.compare;

import java.util.Arrays;

/** What a client has counted. Used by its thread, then by the one that adds clients up. */
final class ClientCounts {
  private long commits;
  private int counted;
  private long lost;
  private long turnNanos;
  private long lostNanos;
  private long workNanos;
  private long commitNanos;
  private long[] latencies = new long[1024];

  /**
   * The course of a transaction, in nanoseconds of the system's clock.
   *
   * @param begin when it was wanted
   * @param firstRun when its first statement could begin
   * @param lastRun when that of the run that was committed began
   * @param lastRunEnd when its last statement had ended
   * @param end when COMMIT had returned
   * @param losses how many runs were lost
   */
  record Moments(long begin, long firstRun, long lastRun, long lastRunEnd, long end, int losses) {}

  void committed(boolean counting, Moments moments) {
    commits++;
    if (!counting) {
      return;
    }
    lost += moments.losses();
    turnNanos += moments.firstRun() - moments.begin();
    lostNanos += moments.lastRun() - moments.firstRun();
    workNanos += moments.lastRunEnd() - moments.lastRun();
    commitNanos += moments.end() - moments.lastRunEnd();
    if (counted == latencies.length) {
      latencies = Arrays.copyOf(latencies, 2 * counted);
    }
    latencies[counted++] = moments.end() - moments.begin();
  }

  /** All transactions committed, those that do not count included. */
  long commits() {
    return commits;
  }

  /** Those that count. */
  int counted() {
    return counted;
  }

  long lost() {
    return lost;
  }

  long turnNanos() {
    return turnNanos;
  }

  long lostNanos() {
    return lostNanos;
  }

  long workNanos() {
    return workNanos;
  }

  long commitNanos() {
    return commitNanos;
  }

  /** From the wish to the commit, each transaction that counts. */
  long[] latencies() {
    return Arrays.copyOf(latencies, counted);
  }
}
