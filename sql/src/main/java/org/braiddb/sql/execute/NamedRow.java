package org.braiddb.sql.execute;

import org.braiddb.sql.bind.ComparisonOperator;

/** Yields the rowid that a value names, whether a row has it or not; none where no row can. */
final class NamedRow extends RowStream {
  private final Evaluator rowid;
  private final RowidBounds range = new RowidBounds();
  private boolean pending;

  NamedRow(Evaluator rowid) {
    super(1);
    this.rowid = rowid;
  }

  @Override
  void open(Frame frame) {
    rowid.eval(frame);
    range.reset();
    range.narrow(ComparisonOperator.EQUAL, frame);
    pending = !range.isEmpty();
  }

  @Override
  boolean next(Frame frame) {
    if (!pending) {
      return false;
    }
    pending = false;
    frame.countRow();
    row()[0].setInteger(range.low());
    return true;
  }
}
