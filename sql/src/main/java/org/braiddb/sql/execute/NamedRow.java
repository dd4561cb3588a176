package org.braiddb.sql.execute;

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
    pending = range.only(frame);
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
