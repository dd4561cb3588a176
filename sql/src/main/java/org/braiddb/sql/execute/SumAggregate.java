package org.braiddb.sql.execute;

import java.util.Arrays;
import java.util.Objects;
import org.braiddb.sql.function.BasicAggregate;
import org.braiddb.sql.function.SumState;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.vector.Vector;
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
  boolean takesVectors() {
    return true;
  }

  @Override
  void stepAll(int @Nullable [] groups, @Nullable Vector argument, int count) {
    Vector values = Objects.requireNonNull(argument);
    if (values.kind() == Cell.INTEGER) {
      addIntegers(groups, values.integers(), count);
    } else if (values.kind() == Cell.REAL) {
      addReals(groups, values.reals(), count);
    } else {
      for (int k = 0; k < count; k++) {
        SumState state = states[groups == null ? 0 : groups[k]];
        if (values.type(k) == Cell.INTEGER) {
          state.addInteger(values.integers()[k]);
        } else if (values.type(k) == Cell.REAL) {
          state.addReal(values.reals()[k]);
        }
      }
    }
  }

  private void addIntegers(int @Nullable [] groups, long[] values, int count) {
    if (groups == null) {
      states[0].addIntegers(values, count);
    } else {
      for (int k = 0; k < count; k++) {
        states[groups[k]].addInteger(values[k]);
      }
    }
  }

  private void addReals(int @Nullable [] groups, double[] values, int count) {
    if (groups == null) {
      states[0].addReals(values, count);
    } else {
      for (int k = 0; k < count; k++) {
        states[groups[k]].addReal(values[k]);
      }
    }
  }

  @Override
  void finish(int group) {
    states[group].finish(result());
  }
}
