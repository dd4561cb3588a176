package org.braiddb.sql.execute;

import org.braiddb.sql.vector.Batch;
import org.braiddb.sql.vector.Vector;
import org.braiddb.sql.vector.VectorExpr;
import org.jspecify.annotations.Nullable;

/** What grouping takes in, a batch at a time: the rows, and where possible their values. */
final class BlockInput {
  private final BlockScan scan;
  private final VectorExpr @Nullable [] keys;
  private final @Nullable VectorExpr[] arguments;
  private final AggregateCall[] calls;
  private int[] groups = {};

  /**
   * @param keys GROUP BY; null where the rows are to be taken in one by one
   * @param arguments the argument of each aggregate; null for none
   * @param calls the aggregates
   */
  BlockInput(
      BlockScan scan,
      VectorExpr @Nullable [] keys,
      @Nullable VectorExpr[] arguments,
      AggregateCall[] calls) {
    this.scan = scan;
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

  /** The values of an aggregate's argument; null where it has none. */
  @Nullable Vector argument(int index) {
    VectorExpr argument = arguments[index];
    return argument == null ? null : argument.values();
  }

  /** Room for the groups of so many rows. */
  int[] groups(int count) {
    if (groups.length < count) {
      groups = new int[Math.max(64, 2 * count)];
    }
    return groups;
  }
}
