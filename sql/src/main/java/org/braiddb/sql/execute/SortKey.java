package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.Collation;
import org.jspecify.annotations.Nullable;

/**
 * One term of a sort.
 *
 * @param value the expression; null where it is the result column {@code output}
 */
record SortKey(
    @Nullable Evaluator value,
    int output,
    Collation collation,
    boolean descending,
    boolean nullsFirst) {
  /** Puts the value that it has for the present row at the end of a key. */
  void encode(KeyEncoder encoder, Cell[] row, Frame frame) {
    Cell cell;
    if (value == null) {
      cell = row[output];
    } else {
      value.eval(frame);
      cell = frame;
    }
    encoder.add(cell, collation, descending, nullsFirst);
  }
}
