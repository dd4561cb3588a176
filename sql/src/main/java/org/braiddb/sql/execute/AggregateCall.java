package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.sql.vector.Vector;
import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/** One aggregate function of a query, with its state for each group. */
abstract class AggregateCall {
  final Evaluator[] arguments;
  private final @Nullable Evaluator filter;
  private final Cell result = new Cell();

  /**
   * @param filter the FILTER clause; null for none
   */
  AggregateCall(Evaluator[] arguments, @Nullable Evaluator filter) {
    this.arguments = arguments;
    this.filter = filter;
  }

  /** Where {@link #finish} leaves the value. */
  final Cell result() {
    return result;
  }

  /** Whether it is min or max. */
  boolean isExtreme() {
    return false;
  }

  /** What it looks at of a row that its filter lets through: its arguments first. */
  Evaluator[] values() {
    return arguments;
  }

  /**
   * Writes what it looks at of the present row: whether its filter lets it through, if it has one,
   * then its values, which are NULL if not. Computes each of them once.
   */
  final void write(RecordWriter record, Evaluator[] values, Frame frame) {
    boolean passes = !isFilteredOut(frame);
    if (filter != null) {
      record.addInteger(passes ? 1 : 0);
    }
    for (Evaluator value : values) {
      if (passes) {
        value.eval(frame);
        CellRecords.add(record, frame);
      } else {
        record.addNull();
      }
    }
  }

  /** The same function over what {@link #write} wrote, which begins at a column of that row. */
  final AggregateCall reading(RecordRow.InMemory written, int column) {
    int at = column;
    Evaluator condition = filter == null ? null : written.column(at++);
    Evaluator[] read = new Evaluator[values().length];
    for (int i = 0; i < read.length; i++) {
      read[i] = written.column(at + i);
    }
    return over(read, condition);
  }

  /** How many columns {@link #write} writes. */
  final int width() {
    return values().length + (filter == null ? 0 : 1);
  }

  /** The same function over other values, those of {@link #values}, and another filter. */
  abstract AggregateCall over(Evaluator[] values, @Nullable Evaluator newFilter);

  /** Begins a run, without any group. */
  abstract void begin(Frame frame);

  /** Forgets all groups. */
  void clear() {
    result.release();
  }

  /** Makes the state of the next group. */
  abstract void addGroup();

  /** Takes the present row in; true where the group's result is now from this row. */
  abstract boolean step(int group, Frame frame);

  /** Whether {@link #stepAll} is there. */
  boolean takesVectors() {
    return false;
  }

  /** Whether these values are of types that {@link #stepAll} takes. */
  boolean takes(Vector argument) {
    return argument.isNumeric();
  }

  /**
   * Takes many rows in that the filter lets through, as {@link #step} would one after the other.
   *
   * @param groups the group of each; null where all are of group 0
   * @param argument the argument's values, for which {@link #takes} holds; null where there is no
   *     argument
   */
  void stepAll(int @Nullable [] groups, @Nullable Vector argument, int count) {
    throw new IllegalStateException("rows are taken in one by one");
  }

  /** Whether it only counts rows, whatever they are; then {@link #stepRows} is there. */
  boolean countsRows() {
    return false;
  }

  /** Takes in so many rows of the only group. */
  void stepRows(long count) {
    throw new IllegalStateException("rows are taken in one by one");
  }

  /** Takes in the rows that waited for their order. */
  void endInput(Frame frame) {
    // Only calls with an order keep rows back.
  }

  /** Computes a group's value. */
  abstract void finish(int group);

  /** Whether there is no FILTER clause. */
  final boolean takesAll() {
    return filter == null;
  }

  final boolean isFilteredOut(Frame frame) {
    return filter != null && filter.truth(frame) != Evaluator.TRUE;
  }
}
