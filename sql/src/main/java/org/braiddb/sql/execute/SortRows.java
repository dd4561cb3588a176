package org.braiddb.sql.execute;

import org.braiddb.storage.record.RecordWriter;
import org.jspecify.annotations.Nullable;

/** The rows of a stream in order. */
final class SortRows extends RowStream implements RunState {
  private final RowStream input;
  private final SortKey[] keys;
  private final @Nullable Evaluator limit;
  private final @Nullable Evaluator offset;
  private final Sorter sorter;
  private final KeyEncoder encoder = new KeyEncoder();
  private final RecordWriter writer = new RecordWriter();
  private final RecordRow.InMemory record = new RecordRow.InMemory();
  private final Evaluator[] columns;
  private final @Nullable SortInput blocks;

  /**
   * @param width how many columns of the input are wanted
   * @param keys expressions are computed while the input stands on its row
   * @param limit how many rows the caller will take, besides those of the offset; null for all
   * @param blocks gives the same rows as the input, many at a time; null where it cannot
   * @param budgetBytes how much memory the rows may take
   */
  SortRows(
      RowStream input,
      int width,
      SortKey[] keys,
      @Nullable Evaluator limit,
      @Nullable Evaluator offset,
      @Nullable SortInput blocks,
      long budgetBytes) {
    super(width);
    this.input = input;
    this.keys = keys;
    this.limit = limit;
    this.offset = offset;
    this.blocks = blocks;
    sorter = new Sorter(budgetBytes);
    columns = record.columns(0, row().length);
  }

  @Override
  void open(Frame frame) {
    sorter.begin(wanted(limit, offset, frame));
    if (blocks == null) {
      input.open(frame);
      while (input.next(frame)) {
        take(frame);
      }
    } else {
      takeBlocks(blocks, frame);
    }
    sorter.sort();
  }

  private void takeBlocks(SortInput from, Frame frame) {
    BlockScan scan = from.scan();
    scan.open(frame);
    while (scan.next(frame)) {
      from.leaveOut(sorter.numberBound(keys[0].descending()), keys[0].descending());
      for (int k = 0; k < scan.batch().count(); k++) {
        scan.turnTo(k);
        from.columns().compute(frame);
        take(frame);
      }
    }
    scan.end();
  }

  private void take(Frame frame) {
    SortKey.encode(keys, encoder, input.row(), frame);
    if (sorter.wants(encoder)) {
      CellRecords.write(writer, input.row(), columns.length);
      sorter.add(encoder, writer.bytes(), writer.length());
    }
  }

  /** How many first rows LIMIT and OFFSET leave to be sorted; negative for all. */
  static long wanted(@Nullable Evaluator limit, @Nullable Evaluator offset, Frame frame) {
    long count = LimitRows.count(limit, frame, -1);
    long skipped = Math.max(0, LimitRows.count(offset, frame, 0));
    return count < 0 || count > 1 << 20 || skipped > 1 << 20 ? -1 : count + skipped;
  }

  @Override
  boolean next(Frame frame) {
    if (!sorter.next(record)) {
      return false;
    }
    assert record.reader().columnCount() == columns.length;
    CellRecords.read(columns, row(), frame);
    return true;
  }

  @Override
  public void endRun() {
    sorter.clear();
    encoder.forget();
  }
}
