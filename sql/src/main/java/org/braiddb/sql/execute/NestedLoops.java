package org.braiddb.sql.execute;

import org.jspecify.annotations.Nullable;

/** Loops inside each other, with the conditions that can be decided after each. */
final class NestedLoops extends Loop {
  private final Evaluator[] before;
  private final Loop[] loops;
  private final Evaluator[][] conditions;
  private int level;

  /**
   * @param before conditions that need none of the loops
   * @param conditions for each loop, what must hold when it and those before it are on a row
   */
  NestedLoops(Evaluator[] before, Loop[] loops, Evaluator[][] conditions) {
    this.before = before;
    this.loops = loops;
    this.conditions = conditions;
  }

  @Override
  void open(Frame frame) {
    level = -1;
    if (allHold(before, frame)) {
      level = 0;
      loops[0].open(frame);
    }
  }

  @Override
  boolean next(Frame frame) {
    int last = loops.length - 1;
    if (last == 0) {
      return level == 0 && nextOfOne(frame);
    }
    int at = level;
    while (at >= 0) {
      if (!loops[at].next(frame)) {
        at--;
      } else if (allHold(conditions[at], frame)) {
        if (at == last) {
          level = at;
          return true;
        }
        at++;
        loops[at].open(frame);
      }
    }
    level = at;
    return false;
  }

  private boolean nextOfOne(Frame frame) {
    Loop only = loops[0];
    Evaluator[] all = conditions[0];
    while (only.next(frame)) {
      if (allHold(all, frame)) {
        return true;
      }
    }
    level = -1;
    return false;
  }

  /** Where nothing is asked of the rows of the innermost loop, it counts them by itself. */
  @Override
  long count(Frame frame) {
    int last = loops.length - 1;
    if (conditions[last].length > 0) {
      return super.count(frame);
    }
    long rows = 0;
    int at = level;
    while (at >= 0) {
      if (at == last) {
        rows += loops[at].count(frame);
        at--;
      } else if (!loops[at].next(frame)) {
        at--;
      } else if (allHold(conditions[at], frame)) {
        at++;
        loops[at].open(frame);
      }
    }
    level = at;
    return rows;
  }

  @Override
  boolean nextOther(Frame frame, int columns) {
    if (loops.length > 1 || level < 0) {
      return next(frame);
    }
    if (!loops[0].nextOther(frame, columns)) {
      level = -1;
      return false;
    }
    return allHold(conditions[0], frame) || nextOfOne(frame);
  }

  @Override
  @Nullable TreeCursor onlyTable() {
    return loops.length == 1 ? loops[0].onlyTable() : null;
  }

  static boolean allHold(Evaluator[] all, Frame frame) {
    for (Evaluator condition : all) {
      if (condition.truth(frame) != Evaluator.TRUE) {
        return false;
      }
    }
    return true;
  }

  @Override
  void setAbsent() {
    for (Loop loop : loops) {
      loop.setAbsent();
    }
  }
}
