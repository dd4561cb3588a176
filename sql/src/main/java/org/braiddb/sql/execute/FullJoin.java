package org.braiddb.sql.execute;

import java.util.BitSet;

/**
 * A FULL JOIN: the left side's rows with their partners or NULLs, then the rows of the right side
 * that had no partner. The right side is kept in a buffer, so that its rows can be told apart.
 */
final class FullJoin extends Loop {
  private final Loop left;
  private final BufferedRows right;
  private final Evaluator[] conditions;
  private final BitSet matched = new BitSet();
  private boolean leftOpen;
  private boolean found;
  private boolean onLeftRow;
  private int unmatched;

  FullJoin(Loop left, BufferedRows right, Evaluator[] conditions) {
    this.left = left;
    this.right = right;
    this.conditions = conditions;
  }

  @Override
  void open(Frame frame) {
    matched.clear();
    left.open(frame);
    right.fill(frame);
    leftOpen = true;
    onLeftRow = false;
    unmatched = 0;
  }

  @Override
  boolean next(Frame frame) {
    while (leftOpen) {
      if (!onLeftRow) {
        if (!left.next(frame)) {
          leftOpen = false;
          left.setAbsent();
          break;
        }
        onLeftRow = true;
        found = false;
        right.rewind();
      }
      if (nextPartner(frame)) {
        return true;
      }
      onLeftRow = false;
      if (!found) {
        right.setAbsent();
        return true;
      }
    }
    int number = matched.nextClearBit(unmatched);
    if (number >= right.size()) {
      return false;
    }
    right.moveTo(number);
    unmatched = number + 1;
    return true;
  }

  private boolean nextPartner(Frame frame) {
    while (right.next(frame)) {
      if (holdAll(frame)) {
        found = true;
        matched.set(right.position());
        return true;
      }
    }
    return false;
  }

  private boolean holdAll(Frame frame) {
    for (Evaluator condition : conditions) {
      if (condition.truth(frame) != Evaluator.TRUE) {
        return false;
      }
    }
    return true;
  }

  @Override
  void setAbsent() {
    left.setAbsent();
    right.setAbsent();
  }
}
