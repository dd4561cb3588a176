package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** The rowid of the present row of a source. */
final class RowidEvaluator extends Evaluator {
  private final RecordRow row;

  RowidEvaluator(RecordRow row) {
    this.row = row;
  }

  @Override
  public byte eval(Frame frame) {
    if (row.isAbsent()) {
      frame.type = Cell.NULL;
      return Cell.NULL;
    }
    frame.type = Cell.INTEGER;
    frame.integer = row.rowid();
    return Cell.INTEGER;
  }
}
