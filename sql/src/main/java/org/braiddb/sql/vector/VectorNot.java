package org.braiddb.sql.vector;

/** NOT. */
final class VectorNot extends VectorCondition {
  private final VectorCondition operand;

  VectorNot(VectorCondition operand) {
    this.operand = operand;
  }

  @Override
  boolean decide(Batch batch, byte[] answers) {
    if (!operand.evaluate(batch)) {
      return false;
    }
    byte[] truth = operand.truth();
    for (int k = 0; k < batch.count(); k++) {
      int inverted = ~truth[k];
      answers[k] = (byte) (inverted >> 1 & 1 | (inverted & 1) << 1);
    }
    return true;
  }
}
