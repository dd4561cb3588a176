package org.braiddb.sql.vector;

import org.braiddb.sql.value.Cell;

/** The rowids. */
final class VectorRowid extends VectorExpr {
  @Override
  boolean compute(Batch batch) {
    int count = batch.count();
    int[] rows = batch.rows();
    long[] from = batch.block().rowids();
    long[] to = values.integers(count);
    for (int k = 0; k < count; k++) {
      to[k] = from[rows[k]];
    }
    values.kind = Cell.INTEGER;
    return true;
  }
}
