package org.braiddb.sql.execute;

import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.ReadyRows;
import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.ResultCode;
import org.jspecify.annotations.Nullable;

/** LIMIT and OFFSET. */
final class LimitRows extends RowStream {
  private final RowStream input;
  private final @Nullable Evaluator limit;
  private final @Nullable Evaluator offset;
  private long left;

  LimitRows(RowStream input, @Nullable Evaluator limit, @Nullable Evaluator offset) {
    super(input.row());
    this.input = input;
    this.limit = limit;
    this.offset = offset;
  }

  @Override
  void open(Frame frame) {
    left = count(limit, frame, -1);
    if (left == 0) {
      return;
    }
    long skip = Math.max(0, count(offset, frame, 0));
    if (left > 0 && left + skip > 0) {
      input.limit(left + skip);
    }
    input.open(frame);
    if (skip > 0 && !input.skip(frame, skip)) {
      left = 0;
    }
  }

  /**
   * The value of a LIMIT or OFFSET; a negative limit means none.
   *
   * @param absent the answer where there is no such clause
   */
  static long count(@Nullable Evaluator evaluator, Frame frame, long absent) {
    if (evaluator == null) {
      return absent;
    }
    evaluator.eval(frame);
    Affinity.NUMERIC.apply(frame);
    if (frame.type != Cell.INTEGER) {
      throw new StatementException(ResultCode.MISMATCH, "datatype mismatch");
    }
    return frame.integer;
  }

  /** Those of the input, which was told how many it is to give. */
  @Override
  @Nullable ReadyRows ready() {
    return left == 0 ? null : input.ready();
  }

  @Override
  boolean next(Frame frame) {
    if (left == 0) {
      return false;
    }
    if (!input.next(frame)) {
      left = 0;
      return false;
    }
    if (left > 0) {
      left--;
    }
    return true;
  }
}
