package org.braiddb.sql.vector;

/** AND or OR of several. */
final class VectorLogic extends VectorCondition {
  private final VectorCondition[] operands;

  private final boolean and;

  VectorLogic(boolean and, VectorCondition[] operands) {
    this.operands = operands;
    this.and = and;
  }

  @Override
  boolean decide(Batch batch, byte[] answers) {
    int count = batch.count();
    for (int i = 0; i < operands.length; i++) {
      if (!operands[i].evaluate(batch)) {
        return false;
      }
      byte[] truth = operands[i].truth();
      if (i == 0) {
        System.arraycopy(truth, 0, answers, 0, count);
      } else if (and) {
        and(answers, truth, count);
      } else {
        or(answers, truth, count);
      }
    }
    return true;
  }

  private static void and(byte[] answers, byte[] truth, int count) {
    for (int k = 0; k < count; k++) {
      answers[k] &= truth[k];
    }
  }

  private static void or(byte[] answers, byte[] truth, int count) {
    for (int k = 0; k < count; k++) {
      answers[k] |= truth[k];
    }
  }
}
