package org.braiddb.bench.workload;

import java.sql.SQLException;

/** A thread's part of a workload. Used by one thread. */
@FunctionalInterface
public interface Client {
  /**
   * Runs one transaction, until it is committed.
   *
   * @return something made of the values read, so that reading them cannot be optimised away
   */
  long run() throws SQLException;

  /** What the thread does, where the threads of a workload do different things; else empty. */
  default String role() {
    return "";
  }

  /** Adds what was committed to a tally, once, after the last run. */
  default void count(Tally tally) {}

  /** Ends what is open; the session is closed by others. */
  default void close() throws SQLException {}
}
