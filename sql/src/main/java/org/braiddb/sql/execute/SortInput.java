package org.braiddb.sql.execute;

import org.braiddb.sql.vector.Batch;
import org.braiddb.sql.vector.VectorExpr;
import org.jspecify.annotations.Nullable;

/**
 * What a sort takes in, a batch at a time.
 *
 * @param firstKey what the order begins with; null where there is no vector of it
 * @param columns computes the result columns of the rows, one by one
 */
record SortInput(BlockScan scan, @Nullable VectorExpr firstKey, Project columns) {
  /**
   * Leaves out rows that come behind all that are wanted.
   *
   * @param bound the last number that may be wanted as the first key; NaN where all may be
   */
  void leaveOut(double bound, boolean descending) {
    VectorExpr key = firstKey;
    Batch batch = scan.batch();
    if (key == null || Double.isNaN(bound) || batch.count() == 0 || !scan.isVector()) {
      return;
    }
    if (key.evaluate(batch)) {
      batch.filterBeyond(bound, descending, key.values());
    } else {
      scan.decline();
    }
  }
}
