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

  @Override
  boolean decide(Batch batch, byte[] answers) {
    if (!operand.evaluate(batch)) {
      return false;
    }
    Vector values = operand.values();
    for (int k = 0; k < batch.count(); k++) {
      answers[k] = values.type(k) == Cell.NULL ? answerForNull : (byte) (TRUE ^ answerForNull);
    }
    return true;
  }
}
