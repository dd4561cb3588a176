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
  /**
   * Makes the key of the present row.
   *
   * @param row its result columns
   */
  static void encode(SortKey[] terms, KeyEncoder key, Cell[] row, Frame frame) {
    key.clear();
    for (SortKey term : terms) {
      Evaluator value = term.value;
      if (value == null) {
        term.encode(key, row[term.output]);
      } else {
        value.eval(frame);
        term.encode(key, frame);
      }
    }
  }

  /** Puts the value that a row has for this term at the end of its key. */
  void encode(KeyEncoder key, Cell cell) {
    key.add(cell, collation, descending, nullsFirst);
  }
}
