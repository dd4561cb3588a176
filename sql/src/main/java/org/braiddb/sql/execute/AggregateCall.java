package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.List;
import org.braiddb.sql.function.AggregateFunction;
import org.braiddb.sql.function.AggregateState;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.RecordWriter;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/** One aggregate function of a query, with its state for each group. */
final class AggregateCall {
  private final AggregateFunction function;
  private final boolean extreme;
  private final Evaluator[] arguments;
  private final @Nullable Evaluator filter;
  private final @Nullable Collation distinct;
  private final SortKey[] order;
  private final CallEvaluator.CallContext context;
  private final Cell[] cells;
  private final Cell result = new Cell();
  private final List<AggregateState> states = new ArrayList<>();
  private final KeyTable seen = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();
  private final Cell groupCell = new Cell();
  private final Sorter sorter = new Sorter();
  private final RecordWriter writer = new RecordWriter();

  /**
   * @param extreme whether it is min or max
   * @param filter the FILTER clause; null for none
   * @param distinct the collation by which the argument's values are told apart; null for all
   *     values
   * @param order the order in which rows are taken in; empty for that in which they come
   */
  AggregateCall(
      AggregateFunction function,
      boolean extreme,
      Evaluator[] arguments,
      @Nullable Evaluator filter,
      @Nullable Collation distinct,
      SortKey[] order,
      Collation collation) {
    this.function = function;
    this.extreme = extreme;
    this.arguments = arguments;
    this.filter = filter;
    this.distinct = distinct;
    this.order = order;
    context = new CallEvaluator.CallContext(collation);
    cells = new Cell[arguments.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
  }

  /** Where {@link #finish} leaves the value. */
  Cell result() {
    return result;
  }

  /** Whether it is min or max. */
  boolean isExtreme() {
    return extreme;
  }

  void begin(Frame frame) {
    clear();
    context.of(frame.context().functions());
    if (order.length > 0) {
      sorter.begin(-1);
    }
  }

  void clear() {
    states.clear();
    seen.clear();
    sorter.clear();
    result.release();
  }

  void addGroup() {
    states.add(function.newState(context));
  }

  /** Takes the present row in; true where the group's result is now from this row. */
  boolean step(int group, Frame frame) {
    if (filter != null && filter.truth(frame) != Evaluator.TRUE) {
      return false;
    }
    for (int i = 0; i < arguments.length; i++) {
      arguments[i].eval(frame);
      cells[i].copyFrom(frame);
    }
    if (distinct != null && !isNew(group, distinct)) {
      return false;
    }
    if (order.length > 0) {
      defer(group, frame);
      return false;
    }
    AggregateState state = states.get(group);
    state.step(cells, cells.length);
    return state.lastRowIsResult();
  }

  /** Whether the first argument's value of the present row is not NULL. */
  boolean hasArgument(Frame frame) {
    return arguments[0].eval(frame) != Cell.NULL;
  }

  private boolean isNew(int group, Collation collation) {
    groupCell.setInteger(group);
    encoder.clear();
    encoder.add(groupCell, collation);
    encoder.add(cells[0], collation);
    int known = seen.size();
    return seen.add(encoder.bytes(), encoder.length()) == known;
  }

  private void defer(int group, Frame frame) {
    encoder.clear();
    for (SortKey key : order) {
      Evaluator value = key.value();
      if (value == null) {
        throw new IllegalStateException("an aggregate's order has no result columns");
      }
      value.eval(frame);
      encoder.add(frame, key.collation(), key.descending(), key.nullsFirst());
    }
    writer.clear();
    writer.addInteger(group);
    for (Cell cell : cells) {
      CellRecords.add(writer, cell);
    }
    sorter.add(encoder, writer.bytes(), writer.length());
  }

  /** Takes in the rows that waited for their order. */
  void endInput(Frame frame) {
    if (order.length == 0) {
      return;
    }
    RecordRow.InMemory record = new RecordRow.InMemory();
    Evaluator[] columns = new Evaluator[cells.length];
    for (int i = 0; i < columns.length; i++) {
      columns[i] = new RecordColumn(record, i + 1, false, TextEncoding.UTF_8, null);
    }
    sorter.sort();
    while (sorter.next(record)) {
      int group = (int) record.reader().integer(0);
      for (int i = 0; i < columns.length; i++) {
        columns[i].eval(frame);
        cells[i].copyFrom(frame);
      }
      states.get(group).step(cells, cells.length);
    }
  }

  void finish(int group) {
    states.get(group).finish(result);
  }
}
