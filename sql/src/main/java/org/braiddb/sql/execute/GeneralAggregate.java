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

/** Any aggregate function, with DISTINCT and ORDER BY. */
final class GeneralAggregate extends AggregateCall {
  private final AggregateFunction function;
  private final boolean extreme;
  private final @Nullable Collation distinct;
  private final SortKey[] order;
  private final CallEvaluator.CallContext context;
  private final Cell[] cells;
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
  GeneralAggregate(
      AggregateFunction function,
      boolean extreme,
      Evaluator[] arguments,
      @Nullable Evaluator filter,
      @Nullable Collation distinct,
      SortKey[] order,
      Collation collation) {
    super(arguments, filter);
    this.function = function;
    this.extreme = extreme;
    this.distinct = distinct;
    this.order = order;
    context = new CallEvaluator.CallContext(collation, TextEncoding.UTF_8);
    cells = new Cell[arguments.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
  }

  @Override
  boolean isExtreme() {
    return extreme;
  }

  @Override
  void begin(Frame frame) {
    clear();
    context.of(frame.context().functions());
    if (order.length > 0) {
      sorter.begin(-1);
    }
  }

  @Override
  void clear() {
    states.clear();
    seen.clear();
    sorter.clear();
    encoder.forget();
    super.clear();
  }

  @Override
  void addGroup() {
    states.add(function.newState(context));
  }

  @Override
  boolean step(int group, Frame frame) {
    if (isFilteredOut(frame)) {
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

  @Override
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

  @Override
  void finish(int group) {
    states.get(group).finish(result());
  }
}
