package org.braiddb.storage.tck.counted;

import java.util.function.Supplier;
import org.braiddb.storage.tck.decorator.Calls;

/** Calls on one tree's cursors, which are counted. */
final class CountedCalls extends Calls {
  private final CallCounts counts;
  private final String tree;

  CountedCalls(CallCounts counts, String tree) {
    this.counts = counts;
    this.tree = tree;
  }

  @Override
  protected <T> T make(String name, Supplier<T> call) {
    counts.add(tree, name);
    return call.get();
  }

  @Override
  protected <T> T ask(Supplier<T> call) {
    return call.get();
  }
}
