package org.braiddb.sql.vector;

import org.braiddb.sql.value.Cell;

/** What a condition is as a value: 1, 0 or NULL. */
final class VectorTruth extends VectorExpr {
  private final VectorCondition condition;

  VectorTruth(VectorCondition condition) {
    this.condition = condition;
  }

  @Override
  boolean compute(Batch batch) {
    if (!condition.evaluate(batch)) {
      return false;
    }
    byte[] truth = condition.truth();
    int count = batch.count();
    long[] to = values.integers(count);
    boolean known = true;
    for (int k = 0; k < count; k++) {
      to[k] = truth[k] >> 1;
      known &= truth[k] != VectorCondition.UNKNOWN;
    }
    values.kind = Cell.INTEGER;
    if (!known) {
      values.mix(count);
      for (int k = 0; k < count; k++) {
        values.types[k] = truth[k] == VectorCondition.UNKNOWN ? Cell.NULL : Cell.INTEGER;
      }
    }
    return true;
  }
}
