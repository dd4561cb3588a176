package org.braiddb.sql.vector;

import org.braiddb.sql.value.Cell;

/** What a value is as a condition. */
final class VectorTruthTest extends VectorCondition {
  private final VectorExpr operand;
  private final Cell value = new Cell();

  VectorTruthTest(VectorExpr operand) {
    this.operand = operand;
  }

  @Override
  boolean decide(Batch batch, byte[] answers) {
    if (!operand.evaluate(batch)) {
      return false;
    }
    Vector values = operand.values;
    int count = batch.count();
    if (values.kind == Cell.INTEGER) {
      long[] integers = values.integers;
      for (int k = 0; k < count; k++) {
        answers[k] = integers[k] != 0 ? TRUE : FALSE;
      }
      return true;
    }
    for (int k = 0; k < count; k++) {
      values.load(k, value);
      answers[k] = value.type == Cell.NULL ? UNKNOWN : value.isTrue() ? TRUE : FALSE;
    }
    return true;
  }
}
