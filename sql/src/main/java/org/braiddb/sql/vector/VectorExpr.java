package org.braiddb.sql.vector;

import org.braiddb.sql.value.Cell;

/** An expression computed for all rows of a batch; once for as long as these stay the same. */
public abstract sealed class VectorExpr
    permits VectorColumn,
        VectorRowid,
        VectorFixed,
        VectorArithmetic,
        VectorCall,
        VectorCase,
        VectorTruth {
  final Vector values = new Vector();
  private int epoch;
  private boolean known;

  VectorExpr() {}

  /**
   * Computes the values for the rows that are left in a batch, which has some.
   *
   * @return false to decline
   */
  public final boolean evaluate(Batch batch) {
    if (epoch != batch.epoch()) {
      known = compute(batch);
      epoch = batch.epoch();
    }
    return known;
  }

  /** The values; always the same object. */
  public final Vector values() {
    return values;
  }

  abstract boolean compute(Batch batch);

  /** Whether the values are numbers or NULL. */
  final boolean isNumeric() {
    return values.isNumeric();
  }

  /** Whether all values are numbers. */
  final boolean isNumber() {
    return values.kind == Cell.INTEGER || values.kind == Cell.REAL;
  }
}
