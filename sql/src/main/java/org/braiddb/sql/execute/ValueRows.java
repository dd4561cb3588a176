package org.braiddb.sql.execute;

/** The rows of VALUES. */
final class ValueRows extends RowStream {
  private final Evaluator[][] rows;
  private int at;

  ValueRows(Evaluator[][] rows) {
    super(rows[0].length);
    this.rows = rows;
  }

  @Override
  void open(Frame frame) {
    at = 0;
  }

  @Override
  boolean next(Frame frame) {
    if (at == rows.length) {
      return false;
    }
    Evaluator[] values = rows[at++];
    for (int i = 0; i < values.length; i++) {
      values[i].eval(frame);
      row()[i].copyFrom(frame);
    }
    return true;
  }
}
