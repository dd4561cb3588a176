package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.function.BasicAggregate;
import org.braiddb.sql.function.SumState;
import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

/**
 * sum, total or avg of all values of an argument: numbers go to their group's state as they are.
 */
final class SumAggregate extends AggregateCall {
  private final BasicAggregate function;
  private final Evaluator argument;
  private final List<SumState> states = new ArrayList<>();
  private final Cell[] converted = {new Cell()};

  SumAggregate(BasicAggregate function, Evaluator[] arguments, @Nullable Evaluator filter) {
    super(arguments, filter);
    this.function = function;
    argument = arguments[0];
  }

  @Override
  void begin(Frame frame) {
    clear();
  }

  @Override
  void clear() {
    super.clear();
    states.clear();
  }

  @Override
  void addGroup() {
    states.add(function.newSum());
  }

  @Override
  boolean step(int group, Frame frame) {
    if (isFilteredOut(frame)) {
      return false;
    }
    SumState state = states.get(group);
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
    states.get(group).finish(result());
  }
}
