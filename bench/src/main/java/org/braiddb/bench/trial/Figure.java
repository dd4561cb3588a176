package org.braiddb.bench.trial;

/**
 * A kind of figure.
 *
 * @param name as in raw data
 */
public record Figure(String name) {
  /** Transactions per second, of all clients together. */
  public static final Figure RATE = new Figure("rate");

  /** Half of the transactions took at most so many microseconds, retries included. */
  public static final Figure P50 = new Figure("p50");

  /** All but one in a hundred took at most so many microseconds. */
  public static final Figure P99 = new Figure("p99");

  /** All but one in a thousand took at most so many microseconds. */
  public static final Figure P999 = new Figure("p99.9");

  /** Runs of transactions that were not committed, for each that was. */
  public static final Figure RETRIES = new Figure("retries");

  /** Bytes that the process wrote for each commit, checkpoints included. */
  public static final Figure WRITTEN = new Figure("written");

  /** Bytes of all files at the end. */
  public static final Figure SIZE = new Figure("size");

  /** Bytes of the log's files at the end. */
  public static final Figure LOG_SIZE = new Figure("log");

  /** Bytes allocated on the Java heap for each transaction. */
  public static final Figure ALLOCATED = new Figure("allocated");

  /** Whether the figures of several stretches are put together by their greatest. */
  public boolean isMaximum() {
    return name.startsWith("max") || equals(SIZE) || equals(LOG_SIZE);
  }
}
