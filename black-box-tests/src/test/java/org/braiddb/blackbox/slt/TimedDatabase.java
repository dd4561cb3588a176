package org.braiddb.blackbox.slt;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * Counts the time that a database takes for statements and queries, rendering of the values
 * included, and nothing of what the runner does before and after.
 */
final class TimedDatabase implements TestedDatabase {

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final TestedDatabase database;
  private final Time time;

  /** What several databases took together, in nanoseconds. Kept by one thread. */
  static final class Time {
    private long elapsed;
    private long cpu;

    private void add(long elapsedNanos, long cpuNanos) {
      elapsed += elapsedNanos;
      cpu += cpuNanos;
    }

    /** Time that went by. */
    double elapsedSeconds() {
      return elapsed / 1e9;
    }

    /** Time of the processor on the calling thread: what else runs on the machine is not in it. */
    double cpuSeconds() {
      return cpu / 1e9;
    }

    @Override
    public String toString() {
      return "%.1f s on the processor, %.1f s by the clock"
          .formatted(cpuSeconds(), elapsedSeconds());
    }
  }

  TimedDatabase(TestedDatabase database, Time time) {
    this.database = database;
    this.time = time;
  }

  @Override
  public void execute(String sql) throws StatementFailedException {
    long start = System.nanoTime();
    long startCpu = THREADS.getCurrentThreadCpuTime();
    try {
      database.execute(sql);
    } finally {
      time.add(System.nanoTime() - start, THREADS.getCurrentThreadCpuTime() - startCpu);
    }
  }

  @Override
  public List<List<String>> query(String sql, String types) throws StatementFailedException {
    long start = System.nanoTime();
    long startCpu = THREADS.getCurrentThreadCpuTime();
    try {
      return database.query(sql, types);
    } finally {
      time.add(System.nanoTime() - start, THREADS.getCurrentThreadCpuTime() - startCpu);
    }
  }

  @Override
  public void close() throws StatementFailedException {
    database.close();
  }
}
