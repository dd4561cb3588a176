package org.braiddb.storage.tck.counted;

import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.LongAdder;

/** How often which calls were made on cursors of which trees. Safe for use by any thread. */
public final class CallCounts {
  private record Call(String tree, String name) {}

  private final ConcurrentMap<Call, LongAdder> counts = new ConcurrentHashMap<>();

  /** Nothing has been called so far. */
  public CallCounts() {}

  /** Forgets what was called. */
  public void clear() {
    counts.clear();
  }

  /**
   * How often a method was called since the last {@link #clear()}.
   *
   * @param tree the {@linkplain org.braiddb.storage.Tree#name() name} of a table or index
   * @param method of {@link org.braiddb.storage.Cursor}, or {@code open}
   */
  public long of(String tree, String method) {
    LongAdder count = counts.get(new Call(tree.toLowerCase(Locale.ROOT), method));
    return count == null ? 0 : count.sum();
  }

  void add(String tree, String method) {
    counts
        .computeIfAbsent(new Call(tree.toLowerCase(Locale.ROOT), method), _ -> new LongAdder())
        .increment();
  }

  @Override
  public String toString() {
    return counts.toString();
  }
}
