package org.braiddb.bench.run;

import java.util.Locale;
import org.braiddb.bench.contender.Durability;
import org.braiddb.bench.workload.Workload;

/**
 * What all contenders are given to do, and are compared at.
 *
 * @param durability what commits survive; for reads it makes no difference
 * @param virtual whether the threads are virtual ones
 */
public record Task(Workload workload, Durability durability, int threads, boolean virtual) {
  /** Such as {@code durable, 16 threads}. */
  public String conditions() {
    String count = threads + (virtual ? " virtual" : "") + (threads == 1 ? " thread" : " threads");
    return workload.writes() ? durability.name().toLowerCase(Locale.ROOT) + ", " + count : count;
  }
}
