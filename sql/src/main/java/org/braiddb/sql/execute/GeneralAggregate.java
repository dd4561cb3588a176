package org.braiddb.sql.execute;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.braiddb.sql.function.AggregateFunction;
import org.braiddb.sql.function.AggregateState;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.vector.Vector;
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
  private final Collation collation;
  private final long budgetBytes;
  private final CallEvaluator.CallContext context;
  private final Cell[] cells;
  private final List<AggregateState> states = new ArrayList<>();
  private final GroupedNumbers seenNumbers = new GroupedNumbers();
  private final KeyTable seen = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();
  private final KeyEncoder orderEncoder = new KeyEncoder();
  private final Cell groupCell = new Cell();
  private final Sorter sorter;
  private final RecordWriter writer = new RecordWriter();

  /** Rows whose values find no place among those seen; null while all do. */
  private @Nullable DistinctOverflow overflow;

  /**
   * @param extreme whether it is min or max
   * @param filter the FILTER clause; null for none
   * @param distinct the collation by which the argument's values are told apart; null for all
   *     values
   * @param order the order in which rows are taken in; empty for that in which they come
   * @param budgetBytes how much memory the values seen may take, and those that are sorted
   */
  GeneralAggregate(
      AggregateFunction function,
      boolean extreme,
      Evaluator[] arguments,
      @Nullable Evaluator filter,
      @Nullable Collation distinct,
      SortKey[] order,
      Collation collation,
      long budgetBytes) {
    super(arguments, filter);
    this.function = function;
    this.extreme = extreme;
    this.distinct = extreme ? null : distinct; // a value seen again is no new extreme
    this.order = order;
    this.collation = collation;
    this.budgetBytes = budgetBytes;
    sorter = new Sorter(budgetBytes);
    context = new CallEvaluator.CallContext(collation, TextEncoding.UTF_8);
    cells = new Cell[arguments.length];
    for (int i = 0; i < cells.length; i++) {
      cells[i] = new Cell();
    }
  }

  @Override
  Evaluator[] values() {
    Evaluator[] values = Arrays.copyOf(arguments, arguments.length + order.length);
    for (int i = 0; i < order.length; i++) {
      values[arguments.length + i] = valueOf(order[i]);
    }
    return values;
  }

  @Override
  AggregateCall over(Evaluator[] values, @Nullable Evaluator newFilter) {
    SortKey[] newOrder = new SortKey[order.length];
    for (int i = 0; i < order.length; i++) {
      SortKey key = order[i];
      newOrder[i] =
          new SortKey(
              values[arguments.length + i],
              key.output(),
              key.collation(),
              key.descending(),
              key.nullsFirst());
    }
    return new GeneralAggregate(
        function,
        extreme,
        Arrays.copyOf(values, arguments.length),
        newFilter,
        distinct,
        newOrder,
        collation,
        budgetBytes);
  }

  private static Evaluator valueOf(SortKey key) {
    Evaluator value = key.value();
    if (value == null) {
      throw new IllegalStateException("an aggregate's order has no result columns");
    }
    return value;
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
    seenNumbers.clear();
    sorter.clear();
    encoder.forget();
    orderEncoder.forget();
    DistinctOverflow ended = overflow;
    overflow = null;
    if (ended != null) {
      ended.close();
    }
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
    if (distinct != null && !isNew(group, distinct, frame)) {
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

  @Override
  boolean takesVectors() {
    return (extreme || distinct != null) && order.length == 0 && cells.length == 1;
  }

  @Override
  boolean takes(Vector argument) {
    return true;
  }

  @Override
  void stepAll(int @Nullable [] groups, @Nullable Vector argument, int count) {
    Vector values = Objects.requireNonNull(argument);
    if (distinct == null) {
      stepExtreme(groups, values, count);
    } else {
      stepDistinct(groups, values, count, distinct);
    }
  }

  private void stepDistinct(int @Nullable [] groups, Vector values, int count, Collation rule) {
    long[] integers = values.kind() == Cell.INTEGER ? values.integers() : null;
    for (int k = 0; k < count; k++) {
      int group = groups == null ? 0 : groups[k];
      if (integers == null || !seenNumbers.contains(group, integers[k])) {
        values.load(k, cells[0]);
        if (isNew(group, rule, null)) {
          states.get(group).step(cells, 1);
        }
      }
    }
  }

  /** Of numbers the least and the greatest decide for all. */
  private void stepExtreme(int @Nullable [] groups, Vector values, int count) {
    if (groups == null && values.kind() == Cell.INTEGER) {
      long[] all = values.integers();
      long least = all[0];
      long greatest = all[0];
      for (int k = 1; k < count; k++) {
        least = Math.min(least, all[k]);
        greatest = Math.max(greatest, all[k]);
      }
      stepInteger(least);
      stepInteger(greatest);
      return;
    }
    if (groups == null && values.kind() == Cell.REAL) {
      stepReals(values.reals(), count);
      return;
    }
    for (int k = 0; k < count; k++) {
      values.load(k, cells[0]);
      states.get(groups == null ? 0 : groups[k]).step(cells, 1);
    }
  }

  private void stepInteger(long value) {
    cells[0].setInteger(value);
    states.getFirst().step(cells, 1);
  }

  /** The first of equal ones is taken in: 0.0 and -0.0 are. */
  private void stepReals(double[] all, int count) {
    int least = 0;
    int greatest = 0;
    for (int k = 1; k < count; k++) {
      least = all[k] < all[least] ? k : least;
      greatest = all[k] > all[greatest] ? k : greatest;
    }
    cells[0].setReal(all[least]);
    states.getFirst().step(cells, 1);
    cells[0].setReal(all[greatest]);
    states.getFirst().step(cells, 1);
  }

  /**
   * Whether the value is the first of its kind; one that is put aside is not, yet.
   *
   * @param frame what the values of the order are computed with; null where there is no order
   */
  private boolean isNew(int group, Collation rule, @Nullable Frame frame) {
    boolean integer = GroupedNumbers.isInteger(cells[0]);
    if (!integer || overflow != null) {
      groupCell.setInteger(group);
      encoder.clear();
      encoder.add(groupCell, rule);
      encoder.add(cells[0], rule);
    }
    DistinctOverflow further = overflow;
    if (further != null) {
      boolean known =
          integer
              ? seenNumbers.contains(group, GroupedNumbers.toInteger(cells[0]))
              : seen.find(encoder.bytes(), encoder.length()) >= 0;
      if (!known) {
        further.add(encoder, row(group, frame));
      }
      return false;
    }
    int keys = seen.size();
    boolean fresh =
        integer
            ? seenNumbers.add(group, GroupedNumbers.toInteger(cells[0]))
            : seen.add(encoder.bytes(), encoder.length()) == keys;
    if (fresh && seen.inMemory() + seenNumbers.inMemory() > budgetBytes) {
      overflow = new DistinctOverflow(1 + cells.length + order.length, budgetBytes);
    }
    return fresh;
  }

  /** The group, the arguments, and the values by which the present row is ordered. */
  private Cell[] row(int group, @Nullable Frame frame) {
    Cell[] row = newRow();
    row[0].setInteger(group);
    for (int i = 0; i < cells.length; i++) {
      row[1 + i].copyFrom(cells[i]);
    }
    for (int i = 0; i < order.length; i++) {
      Frame present = Objects.requireNonNull(frame);
      valueOf(order[i]).eval(present);
      row[1 + cells.length + i].copyFrom(present);
    }
    return row;
  }

  private Cell[] newRow() {
    Cell[] row = new Cell[1 + cells.length + order.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = new Cell();
    }
    return row;
  }

  private void defer(int group, Frame frame) {
    SortKey.encode(order, orderEncoder, cells, frame);
    deferInOrder(group);
  }

  private void deferInOrder(int group) {
    writer.clear();
    writer.addInteger(group);
    for (Cell cell : cells) {
      CellRecords.add(writer, cell);
    }
    sorter.add(orderEncoder, writer.bytes(), writer.length());
  }

  @Override
  void endInput(Frame frame) {
    DistinctOverflow further = overflow;
    if (further != null) {
      takeOverflow(further, frame);
    }
    if (order.length > 0) {
      takeSorted(frame);
    }
  }

  private void takeOverflow(DistinctOverflow further, Frame frame) {
    Cell[] row = newRow();
    further.end();
    while (further.next(row, frame)) {
      int group = (int) row[0].integer;
      for (int i = 0; i < cells.length; i++) {
        cells[i].copyFrom(row[1 + i]);
      }
      if (order.length == 0) {
        states.get(group).step(cells, cells.length);
      } else {
        orderEncoder.clear();
        for (int i = 0; i < order.length; i++) {
          order[i].encode(orderEncoder, row[1 + cells.length + i]);
        }
        deferInOrder(group);
      }
    }
  }

  private void takeSorted(Frame frame) {
    RecordRow.InMemory record = new RecordRow.InMemory();
    Evaluator[] columns = record.columns(1, cells.length);
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
