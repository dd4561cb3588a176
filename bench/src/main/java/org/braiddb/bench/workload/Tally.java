package org.braiddb.bench.workload;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What all clients of a run have committed, by name. Safe for use by any thread. */
public final class Tally {
  private final Map<String, Long> counts = new ConcurrentHashMap<>();

  /** Adds to a count. */
  public void add(String name, long count) {
    counts.merge(name, count, Long::sum);
  }

  /** A count; 0 where nobody has added to it. */
  public long of(String name) {
    return counts.getOrDefault(name, 0L);
  }
}
