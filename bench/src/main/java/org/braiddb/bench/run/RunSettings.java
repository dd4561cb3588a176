package org.braiddb.bench.run;

import java.nio.file.Path;
import org.braiddb.bench.workload.Workload;

/**
 * How long and on what is measured.
 *
 * @param rows the size of the data sets
 * @param rounds how many processes each cell gets, one in each round over all cells
 * @param warmups iterations that do not count
 * @param warmupMillis how long each of them lasts; twice that where the workload writes
 * @param iterations iterations that count, of {@code iterationMillis} each
 * @param data where databases are, on the disk that is to be measured
 * @param disk what file system that is
 * @param heap how much memory a process may have, as in {@code -Xmx}
 * @param checkpoints whether write-ahead logs are checkpointed while it is measured
 */
public record RunSettings(
    long rows,
    int rounds,
    int warmups,
    long warmupMillis,
    int iterations,
    long iterationMillis,
    Path data,
    String disk,
    String heap,
    boolean checkpoints) {

  /** So many times as long as reading. */
  private static final int WRITING_WARMS_UP = 2;

  /**
   * How long an iteration lasts that does not count. A commit runs through so much code, and a
   * forced one so seldom, that it takes seconds until the JVM has compiled it.
   */
  long warmupMillis(Workload workload) {
    return workload.writes() ? WRITING_WARMS_UP * warmupMillis : warmupMillis;
  }
}
