package org.braiddb.sql.plan;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.braiddb.sql.bind.BoundExpr;

/** The columns used of one source, the rowid among them. */
final class ColumnSet {
  /** Nothing but the rowid. */
  static final ColumnSet ROWID = new ColumnSet();

  /** No column at all. */
  static final ColumnSet NONE = new ColumnSet();

  static {
    ROWID.numbers.set(0);
  }

  /** The number of a column and one: the rowid is column -1. */
  private final BitSet numbers = new BitSet();

  private final List<BoundExpr> samples = new ArrayList<>();

  /** Adds a column; whether it is new. */
  boolean add(BoundExpr.Column column) {
    int number = column.column() + 1;
    if (numbers.get(number)) {
      return false;
    }
    numbers.set(number);
    samples.add(column);
    return true;
  }

  /** The columns as expressions, each once. */
  List<BoundExpr> expressions() {
    return samples;
  }

  /** A question about a column, by its number. */
  interface Test {
    boolean of(int column);
  }

  /** Whether something is true of all columns. */
  boolean all(Test test) {
    for (int number = numbers.nextSetBit(0); number >= 0; number = numbers.nextSetBit(number + 1)) {
      if (!test.of(number - 1)) {
        return false;
      }
    }
    return true;
  }
}
