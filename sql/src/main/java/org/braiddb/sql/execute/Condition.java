package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** An expression whose value is 1, 0 or NULL. */
abstract class Condition extends Evaluator {
  @Override
  public final byte eval(Frame frame) {
    int truth = truth(frame);
    if (truth == UNKNOWN) {
      frame.type = Cell.NULL;
      return Cell.NULL;
    }
    frame.type = Cell.INTEGER;
    frame.integer = truth;
    return Cell.INTEGER;
  }

  @Override
  abstract int truth(Frame frame);
}
