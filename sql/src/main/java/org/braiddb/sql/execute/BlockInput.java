package org.braiddb.sql.execute;

import org.braiddb.sql.vector.Batch;
import org.braiddb.sql.vector.Vector;
import org.braiddb.sql.vector.VectorExpr;
import org.braiddb.sql.vector.VectorSelection;
import org.jspecify.annotations.Nullable;

/** What grouping takes in, a batch at a time: the rows, and where possible their values. */
final class BlockInput {
  private final BlockScan scan;
  private final VectorExpr @Nullable [] keys;
  private final @Nullable VectorExpr[] arguments;
  private final @Nullable VectorSelection[] filters;
  private final AggregateCall[] calls;
  private int[] groups = {};

  /**
   * @param keys GROUP BY; null where the rows are to be taken in one by one
   * @param arguments the argument of each aggregate; null for none
   * @param filters the rows that the FILTER clause of each lets through; null for all
   * @param calls the aggregates
   */
  BlockInput(
      BlockScan scan,
      VectorExpr @Nullable [] keys,
      @Nullable VectorExpr[] arguments,
      @Nullable VectorSelection[] filters,
      AggregateCall[] calls) {
    this.scan = scan;
    this.filters = filters;
    this.calls = calls;
    this.keys = keys;
    this.arguments = arguments;
  }

  BlockScan scan() {
    return scan;
  }

  /**
   * Computes keys and arguments of the scan's rows; false where these are to be taken one by one.
   */
  boolean evaluate() {
    VectorExpr[] all = keys;
    if (all == null || !scan.isVector()) {
      return false;
    }
    Batch batch = scan.batch();
    if (!batch.locateAll()) {
      return declined();
    }
    for (VectorExpr key : all) {
      if (!key.evaluate(batch)) {
        return declined();
      }
    }
    for (int i = 0; i < arguments.length; i++) {
      VectorExpr argument = arguments[i];
      if (argument != null && !(argument.evaluate(batch) && calls[i].takes(argument.values()))) {
        return declined();
      }
      VectorSelection filter = filters[i];
      if (filter != null && !filter.evaluate(batch)) {
        return declined();
      }
    }
    return true;
  }

  private boolean declined() {
    scan.decline();
    return false;
  }

  /** The values of a key. */
  Vector key(int index) {
    VectorExpr[] all = keys;
    if (all == null) {
      throw new IllegalStateException("the rows are taken in one by one");
    }
    return all[index].values();
  }

  /**
   * Has the aggregates take in all rows of the batch.
   *
   * @param of the group of each row; null where all are of group 0
   */
  void step(int @Nullable [] of, int count) {
    for (int i = 0; i < calls.length; i++) {
      VectorExpr argument = arguments[i];
      Vector values = argument == null ? null : argument.values();
      VectorSelection filter = filters[i];
      if (filter == null) {
        calls[i].stepAll(of, values, count);
      } else if (filter.count() > 0) {
        calls[i].stepAll(
            of == null ? null : filter.groups(of),
            values == null ? null : filter.values(values),
            filter.count());
      }
    }
  }

  /** Room for the groups of so many rows. */
  int[] groups(int count) {
    if (groups.length < count) {
      groups = new int[Math.max(64, 2 * count)];
    }
    return groups;
  }
}
