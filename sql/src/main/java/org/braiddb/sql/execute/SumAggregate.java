package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.sql.function.BasicAggregate;
import org.braiddb.sql.function.SumState;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * sum, total or avg of all values of an argument: numbers go to their group's state as they are.
 */
final class SumAggregate extends AggregateCall {
  private static final SumState[] NONE = {};

  private final BasicAggregate function;
  private final Evaluator argument;
  private SumState[] states = NONE;
  private int groups;
  private final Cell[] converted = {new Cell()};

  SumAggregate(BasicAggregate function, Evaluator[] arguments, @Nullable Evaluator filter) {
    super(arguments, filter);
    this.function = function;
    argument = arguments[0];
  }

  @Override
  AggregateCall over(Evaluator[] values, @Nullable Evaluator newFilter) {
    return new SumAggregate(function, values, newFilter);
  }

  @Override
  void begin(Frame frame) {
    clear();
  }

  @Override
  void clear() {
    super.clear();
    states = NONE;
    groups = 0;
  }

  @Override
  void addGroup() {
    if (groups == states.length) {
      states = Arrays.copyOf(states, Math.max(1, groups * 2));
    }
    states[groups++] = function.newSum();
  }

  @Override
  boolean step(int group, Frame frame) {
    if (isFilteredOut(frame)) {
      return false;
    }
    SumState state = states[group];
    switch (argument.eval(frame)) {
      case Cell.INTEGER -> state.addInteger(frame.integer);
      case Cell.REAL -> state.addReal(frame.real);
      case Cell.NULL -> {
        // Counts for nothing.
      }
      default -> {
        converted[0].copyFrom(frame);
        state.step(converted, 1);
      }
    }
    return false;
  }

  @Override
  void finish(int group) {
    states[group].finish(result());
  }
}
