package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;

/**
 * Each row of a query only once, where equal rows come one after the other. Where many are equal,
 * and come from an index, those that follow are passed without being looked at.
 */
final class DistinctInOrder extends RowStream {
  /** So many equal rows are looked at before others are passed, at most. */
  private static final int MOST_PATIENCE = 16;

  /** Where none is looked at, one is after so many values: the next may be rarer. */
  private static final int LOOKS_EACH = 16;

  private final Project input;
  private final LastKey last;
  private final int decisive;
  private int patience;

  /** How many values were passed without looking at an equal row. */
  private int unseen;

  /**
   * @param decisive so many first columns of the index that is scanned tell rows apart; 0 where it
   *     is not known that they do
   */
  DistinctInOrder(Project input, Collation[] collations, int decisive) {
    super(input.row());
    this.input = input;
    this.decisive = decisive;
    last = new LastKey(collations);
  }

  @Override
  void open(Frame frame) {
    last.forget();
    patience = MOST_PATIENCE;
    unseen = 0;
    input.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    Cell[] row = row();
    int equal = 0;
    while (equal < patience || decisive == 0) {
      if (!input.next(frame)) {
        return false;
      }
      if (!last.matches(row)) {
        patience = Math.min(MOST_PATIENCE, 2 * patience);
        last.keep(row);
        return true;
      }
      equal++;
    }
    patience = patience / 2; // the next is mostly as frequent
    if (patience == 0 && ++unseen == LOOKS_EACH) {
      unseen = 0;
      patience = 1;
    }
    while (input.nextOther(frame, decisive)) {
      if (!last.matches(row)) {
        last.keep(row);
        return true;
      }
    }
    return false;
  }
}
