package org.braiddb.sql.vector;

import org.braiddb.sql.value.Cell;

/** IS NULL and IS NOT NULL. */
final class VectorNullTest extends VectorCondition {
  private final VectorExpr operand;
  private final byte answerForNull;

  VectorNullTest(VectorExpr operand, boolean negated) {
    this.operand = operand;
    answerForNull = negated ? FALSE : TRUE;
  }

  /** The opposite of TRUE or FALSE. */
  static byte other(byte answer) {
    return (byte) (TRUE ^ answer);
  }

  @Override
  boolean decide(Batch batch, byte[] answers) {
    if (operand instanceof VectorColumn column
        && column.decideNull(batch, answers, answerForNull)) {
      return true;
    }
    if (!operand.evaluate(batch)) {
      return false;
    }
    Vector values = operand.values();
    for (int k = 0; k < batch.count(); k++) {
      answers[k] = values.type(k) == Cell.NULL ? answerForNull : other(answerForNull);
    }
    return true;
  }
}
