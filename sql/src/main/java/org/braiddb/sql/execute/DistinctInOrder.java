package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;

/** Each row of a stream only once, where equal rows come one after the other. */
final class DistinctInOrder extends RowStream {
  private final RowStream input;
  private final LastKey last;

  DistinctInOrder(RowStream input, Collation[] collations) {
    super(input.row());
    this.input = input;
    last = new LastKey(collations);
  }

  @Override
  void open(Frame frame) {
    last.forget();
    input.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    while (input.next(frame)) {
      Cell[] row = row();
      if (!last.matches(row)) {
        last.keep(row);
        return true;
      }
    }
    return false;
  }
}
