package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/**
 * Of rows in the order of the argument of min or max, those that decide: the first, and where that
 * has NULL and values may follow, the first that has a value. Entries of an index that have NULL,
 * too, are passed without being looked at.
 */
final class ExtremeRows extends Loop {
  private final Loop input;
  private final Evaluator argument;
  private final boolean nullsFirst;
  private final int decisive;
  private boolean ended;

  /** Whether the present row has NULL, and a value may follow. */
  private boolean onNull;

  /**
   * @param nullsFirst whether NULLs come before values, else after them
   * @param decisive so many first columns of the index that is scanned tell arguments apart; 0
   *     where it is not known that they do
   */
  ExtremeRows(Loop input, Evaluator argument, boolean nullsFirst, int decisive) {
    this.input = input;
    this.argument = argument;
    this.nullsFirst = nullsFirst;
    this.decisive = decisive;
  }

  @Override
  void open(Frame frame) {
    ended = false;
    onNull = false;
    input.open(frame);
  }

  @Override
  boolean next(Frame frame) {
    if (ended) {
      return false;
    }
    boolean found = onNull ? nextValue(frame) : input.next(frame);
    ended = !found || onNull || !nullsFirst;
    if (!ended) {
      onNull = isNull(frame);
      ended = !onNull;
    }
    return found;
  }

  private boolean nextValue(Frame frame) {
    while (decisive > 0 ? input.nextOther(frame, decisive) : input.next(frame)) {
      if (!isNull(frame)) {
        return true;
      }
    }
    return false;
  }

  private boolean isNull(Frame frame) {
    return argument.eval(frame) == Cell.NULL;
  }

  @Override
  void setAbsent() {
    input.setAbsent();
  }
}
