package org.braiddb.sql.execute;

import java.util.PriorityQueue;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * A recursive query: a queue of rows; each row that leaves it is a result, and is the row that the
 * steps see while they add more. Without an order the queue is first in, first out.
 */
final class RecursiveRows extends RowStream implements RunState {
  private final RowStream start;
  private final RowStream[] steps;
  private final Cell[] current;
  private final Collation @Nullable [] distinct;
  private final SortKey[] order;
  private final KeyTable seen = new KeyTable();
  private final KeyEncoder encoder = new KeyEncoder();
  private final RowBuffer rows;
  private final RecordWriter writer = new RecordWriter();
  private final RecordRow.InMemory record = new RecordRow.InMemory();
  private final Evaluator[] columns;
  private final PriorityQueue<Ordered> queue = new PriorityQueue<>();
  private int first;
  private boolean pending;

  private record Ordered(byte[] key, int number) implements Comparable<Ordered> {
    @Override
    public int compareTo(Ordered other) {
      int byKey = java.util.Arrays.compareUnsigned(key, other.key);
      return byKey != 0 ? byKey : Integer.compare(number, other.number);
    }
  }

  /**
   * @param current the cells that the steps read as the row the recursion is at
   * @param distinct the collations by which rows are told apart; null for UNION ALL
   * @param budgetBytes how much memory the rows may take
   */
  RecursiveRows(
      RowStream start,
      RowStream[] steps,
      Cell[] current,
      Collation @Nullable [] distinct,
      SortKey[] order,
      long budgetBytes) {
    super(current.length);
    this.start = start;
    this.steps = steps;
    this.current = current;
    this.distinct = distinct;
    this.order = order;
    rows = new RowBuffer(budgetBytes);
    columns = record.columns(0, current.length);
  }

  @Override
  void open(Frame frame) {
    endRun();
    enqueueAll(start, frame);
  }

  @Override
  boolean next(Frame frame) {
    if (pending) {
      // The steps run only when the row after is asked for, so that LIMIT ends a recursion.
      pending = false;
      for (RowStream step : steps) {
        enqueueAll(step, frame);
      }
    }
    if (!dequeue()) {
      return false;
    }
    frame.countRow();
    for (int i = 0; i < columns.length; i++) {
      columns[i].eval(frame);
      frame.own(); // the row outlives changes of the buffer
      current[i].copyFrom(frame);
      row()[i].copyFrom(frame);
    }
    pending = true;
    return true;
  }

  private boolean dequeue() {
    if (order.length > 0) {
      Ordered least = queue.poll();
      if (least == null) {
        return false;
      }
      rows.load(least.number(), record);
      return true;
    }
    if (first == rows.size()) {
      return false;
    }
    rows.load(first++, record);
    if (first == rows.size()) {
      // All rows have left: the record is read before anything is added.
      restart = true;
    }
    return true;
  }

  private boolean restart;

  private void enqueueAll(RowStream input, Frame frame) {
    if (restart) {
      rows.clear();
      first = 0;
      restart = false;
    }
    input.open(frame);
    while (input.next(frame)) {
      Cell[] row = input.row();
      if (distinct != null && !isNew(row, distinct)) {
        continue;
      }
      CellRecords.write(writer, row);
      int number = rows.add(writer);
      if (order.length > 0) {
        queue.add(new Ordered(key(row), number));
      }
    }
  }

  private boolean isNew(Cell[] row, Collation[] collations) {
    encoder.clear();
    for (int i = 0; i < collations.length; i++) {
      encoder.add(row[i], collations[i]);
    }
    int known = seen.size();
    return seen.add(encoder.bytes(), encoder.length()) == known;
  }

  private byte[] key(Cell[] row) {
    encoder.clear();
    for (SortKey key : order) {
      key.encode(encoder, row[key.output()]);
    }
    return java.util.Arrays.copyOf(encoder.bytes(), encoder.length());
  }

  @Override
  public void endRun() {
    seen.clear();
    encoder.forget();
    rows.clear();
    queue.clear();
    first = 0;
    pending = false;
    restart = false;
  }
}
