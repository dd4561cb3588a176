package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a stream in order, which come in the order of the first terms: those that agree in
 * these are sorted by the others, and no more are read than are asked for.
 */
final class SortLastTerms extends RowStream implements RunState {
  private final RowStream input;
  private final SortKey[] first;
  private final SortKey[] others;
  private final @Nullable Evaluator limit;
  private final @Nullable Evaluator offset;
  private final Sorter sorter;
  private final KeyEncoder firstKey = new KeyEncoder();
  private final KeyEncoder otherKey = new KeyEncoder();
  private final RecordWriter writer = new RecordWriter();
  private final RecordRow.InMemory record = new RecordRow.InMemory();
  private final Evaluator[] columns;

  /** What the rows that are being sorted have for the first terms. */
  private byte[] shared = {};

  /** Whether a row was read that does not belong to those: its keys and record are kept. */
  private boolean waiting;

  /** How many rows are still wanted; negative for all. */
  private long left;

  /**
   * @param width how many columns of the input are wanted
   * @param keys expressions are computed while the input stands on its row
   * @param inOrder of how many of them the input has the order
   * @param limit how many rows the caller will take, besides those of the offset; null for all
   * @param budgetBytes how much memory the rows may take that are sorted together
   */
  SortLastTerms(
      RowStream input,
      int width,
      SortKey[] keys,
      int inOrder,
      @Nullable Evaluator limit,
      @Nullable Evaluator offset,
      long budgetBytes) {
    super(width);
    this.input = input;
    this.first = Arrays.copyOf(keys, inOrder);
    this.others = Arrays.copyOfRange(keys, inOrder, keys.length);
    this.limit = limit;
    this.offset = offset;
    sorter = new Sorter(budgetBytes);
    columns = record.columns(0, width);
  }

  @Override
  void open(Frame frame) {
    left = SortRows.wanted(limit, offset, frame);
    sorter.begin(left);
    input.open(frame);
    read(frame);
  }

  /** Reads a row. It is copied at once: who has the row before it may change the table. */
  private void read(Frame frame) {
    waiting = input.next(frame);
    if (waiting) {
      SortKey.encode(first, firstKey, input.row(), frame);
      SortKey.encode(others, otherKey, input.row(), frame);
      CellRecords.write(writer, input.row(), columns.length);
    }
  }

  /** Sorts the row that waits with those after it that agree with it in the first terms. */
  private void sortNext(Frame frame) {
    sorter.begin(left);
    shared = Arrays.copyOf(firstKey.bytes(), firstKey.length());
    do {
      if (sorter.wants(otherKey)) {
        sorter.add(otherKey, writer.bytes(), writer.length());
      }
      read(frame);
    } while (waiting && belongs());
    sorter.sort();
  }

  private boolean belongs() {
    return Arrays.equals(firstKey.bytes(), 0, firstKey.length(), shared, 0, shared.length);
  }

  @Override
  boolean next(Frame frame) {
    while (!sorter.next(record)) {
      if (!waiting || left == 0) {
        return false;
      }
      sortNext(frame);
    }
    if (left > 0) {
      left--;
    }
    CellRecords.read(columns, row(), frame);
    return true;
  }

  @Override
  public void endRun() {
    waiting = false;
    sorter.clear();
    firstKey.forget();
    otherKey.forget();
  }
}
