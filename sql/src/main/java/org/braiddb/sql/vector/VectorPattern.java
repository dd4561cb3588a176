package org.braiddb.sql.vector;

import org.braiddb.sql.bind.BoundExpr;
import org.braiddb.sql.bind.ConstantValue;
import org.braiddb.sql.function.PatternFunctions;
import org.braiddb.sql.function.PatternMatcher;
import org.braiddb.sql.value.Cell;

/** LIKE or GLOB with a pattern that is a constant; numbers are left to others. */
final class VectorPattern extends VectorCondition {
  /** Longer ones may be refused, which takes a row that is matched. */
  private static final int LONGEST_PATTERN = 1000;

  private final VectorExpr operand;
  private final boolean like;
  private final Cell pattern = new Cell();
  private PatternMatcher matcher;

  VectorPattern(BoundExpr.Call call, VectorExpr operand) {
    this.operand = operand;
    like = PatternFunctions.isLike(call.function().function());
    ((BoundExpr.Constant) call.arguments().getFirst()).value().copyTo(pattern);
    matcher = PatternMatcher.glob(pattern);
  }

  /** Whether a call is such a condition, if its second argument can be had. */
  static boolean is(BoundExpr.Call call) {
    return (PatternFunctions.isLike(call.function().function())
            || PatternFunctions.isGlob(call.function().function()))
        && call.arguments().size() == 2
        && call.arguments().getFirst() instanceof BoundExpr.Constant(ConstantValue constant)
        && constant.type() == Cell.TEXT
        && constant.copyOfBytes().length <= LONGEST_PATTERN;
  }

  /** Begins a run. */
  void begin(boolean caseSensitiveLike) {
    if (like) {
      matcher = PatternMatcher.like(pattern, PatternMatcher.NO_ESCAPE, caseSensitiveLike);
    }
  }

  @Override
  boolean decide(Batch batch, byte[] answers) {
    if (!operand.evaluate(batch)) {
      return false;
    }
    Vector values = operand.values();
    for (int k = 0; k < batch.count(); k++) {
      byte type = values.type(k);
      if (type == Cell.TEXT) {
        boolean matches = matcher.matches(values.bytes, values.offsets[k], values.lengths[k]);
        answers[k] = matches ? TRUE : FALSE;
      } else if (type == Cell.NULL) {
        answers[k] = UNKNOWN;
      } else {
        return false;
      }
    }
    return true;
  }
}
