package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.vector.Vector;
import org.jspecify.annotations.Nullable;

/** count(*), or count of the values of one argument, all of them. */
final class CountAggregate extends AggregateCall {
  private final @Nullable Evaluator argument;
  private long[] counts = new long[1];
  private int groups;

  CountAggregate(Evaluator[] arguments, @Nullable Evaluator filter) {
    super(arguments, filter);
    argument = arguments.length == 0 ? null : arguments[0];
  }

  @Override
  AggregateCall over(Evaluator[] values, @Nullable Evaluator newFilter) {
    return new CountAggregate(values, newFilter);
  }

  @Override
  void begin(Frame frame) {
    clear();
  }

  @Override
  void clear() {
    super.clear();
    groups = 0;
    if (counts.length > 1 << 16) {
      counts = new long[1];
    }
  }

  @Override
  void addGroup() {
    if (groups == counts.length) {
      counts = Arrays.copyOf(counts, groups * 2);
    }
    counts[groups++] = 0;
  }

  @Override
  boolean step(int group, Frame frame) {
    if (!isFilteredOut(frame) && (argument == null || argument.evalLength(frame) != Cell.NULL)) {
      counts[group]++;
    }
    return false;
  }

  @Override
  boolean takesVectors() {
    return true;
  }

  @Override
  boolean takes(Vector argument) {
    return true;
  }

  @Override
  void stepAll(int @Nullable [] groups, @Nullable Vector argument, int count) {
    boolean all =
        argument == null || argument.kind() != Vector.MIXED && argument.kind() != Cell.NULL;
    if (all && groups == null) {
      counts[0] += count;
      return;
    }
    long[] each = counts;
    for (int k = 0; k < count; k++) {
      if (argument == null || argument.type(k) != Cell.NULL) {
        each[groups == null ? 0 : groups[k]]++;
      }
    }
  }

  @Override
  boolean countsRows() {
    return argument == null && takesAll();
  }

  /** Counts so many rows of the only group. */
  @Override
  void stepRows(long count) {
    counts[0] += count;
  }

  @Override
  void finish(int group) {
    result().setInteger(counts[group]);
  }
}
