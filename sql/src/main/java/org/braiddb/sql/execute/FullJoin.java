package org.braiddb.sql.execute;

import java.util.BitSet;
import org.braiddb.sql.bind.ComparisonRule;

/**
 * A FULL JOIN: the left side's rows with their partners or NULLs, then the rows of the right side
 * that had no partner. The right side is kept in a buffer, so that its rows can be told apart;
 * where values must be equal, a table of these says which rows can be partners at all.
 */
final class FullJoin extends Loop implements RunState {
  private final Loop left;
  private final BufferedRows right;
  private final Evaluator[] conditions;
  private final Evaluator[] buildKeys;
  private final Evaluator[] probeKeys;
  private final JoinKey key;
  private final RowChains chains = new RowChains();

  /** The row that may be the next partner, where there are keys; -1 for none. */
  private int upcoming = -1;

  private final BitSet matched = new BitSet();
  private boolean leftOpen;
  private boolean found;
  private boolean onLeftRow;
  private int unmatched;

  /**
   * @param conditions all of them
   * @param buildKeys values of rows of the right side; empty where any row may be a partner
   * @param probeKeys the values of rows of the left side that they must equal
   */
  FullJoin(
      Loop left,
      BufferedRows right,
      Evaluator[] conditions,
      Evaluator[] buildKeys,
      Evaluator[] probeKeys,
      ComparisonRule[] rules) {
    this.left = left;
    this.right = right;
    this.conditions = conditions;
    this.buildKeys = buildKeys;
    this.probeKeys = probeKeys;
    key = new JoinKey(rules);
  }

  @Override
  void open(Frame frame) {
    matched.clear();
    left.open(frame);
    if (right.fill(frame) && buildKeys.length > 0) {
      collectKeys(frame);
    }
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
        beginPartners(frame);
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

  private void collectKeys(Frame frame) {
    chains.clear();
    for (int number = 0; number < right.size(); number++) {
      right.moveTo(number);
      if (key.encode(buildKeys, false, frame)) {
        chains.add(key.encoder(), number);
      }
    }
  }

  private void beginPartners(Frame frame) {
    right.rewind();
    upcoming = -1;
    if (buildKeys.length > 0 && key.encode(probeKeys, true, frame)) {
      upcoming = chains.first(key.encoder());
    }
  }

  private boolean nextCandidate(Frame frame) {
    if (buildKeys.length == 0) {
      return right.next(frame);
    }
    if (upcoming < 0) {
      return false;
    }
    frame.countRow();
    right.moveTo(upcoming);
    upcoming = chains.next(upcoming);
    return true;
  }

  private boolean nextPartner(Frame frame) {
    while (nextCandidate(frame)) {
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

  @Override
  public void endRun() {
    chains.clear();
    key.encoder().forget();
    matched.clear();
  }
}
