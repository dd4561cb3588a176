package org.braiddb.sql.vector;

import org.braiddb.sql.value.Cell;

/**
 * The rows of a batch for which a condition holds, picked out of what was computed for all rows
 * that are left in it; the batch keeps these.
 */
public final class VectorSelection {
  private final VectorCondition condition;
  private final Vector picked = new Vector();
  private int[] places = {};
  private int[] groups = {};
  private int count;

  /** Of the rows for which the condition holds. */
  public VectorSelection(VectorCondition condition) {
    this.condition = condition;
  }

  /**
   * Decides for the rows that are left in a batch, which has some.
   *
   * @return false to decline
   */
  public boolean evaluate(Batch batch) {
    if (!condition.evaluate(batch)) {
      return false;
    }
    int size = batch.count();
    if (places.length < size) {
      places = new int[Vector.room(size)];
    }
    byte[] truth = condition.truth();
    int[] to = places;
    int found = 0;
    for (int k = 0; k < size; k++) {
      to[found] = k;
      found += truth[k] == VectorCondition.TRUE ? 1 : 0;
    }
    count = found;
    return true;
  }

  /** How many rows these are. */
  public int count() {
    return count;
  }

  /** Of the groups of all rows those of the selected ones. */
  public int[] groups(int[] all) {
    if (groups.length < count) {
      groups = new int[Vector.room(count)];
    }
    for (int i = 0; i < count; i++) {
      groups[i] = all[places[i]];
    }
    return groups;
  }

  /** Of the values of all rows those of the selected ones; good until the next batch. */
  public Vector values(Vector all) {
    picked.kind = all.kind;
    picked.mixedWithText = all.mixedWithText;
    boolean mixed = all.kind == Vector.MIXED;
    if (mixed) {
      byte[] to = picked.types(count);
      for (int i = 0; i < count; i++) {
        to[i] = all.types[places[i]];
      }
    }
    if (mixed || all.kind == Cell.INTEGER) {
      long[] to = picked.integers(count);
      for (int i = 0; i < count; i++) {
        to[i] = all.integers[places[i]];
      }
    }
    if (mixed || all.kind == Cell.REAL) {
      double[] to = picked.reals(count);
      for (int i = 0; i < count; i++) {
        to[i] = all.reals[places[i]];
      }
    }
    if (all.kind == Cell.TEXT || all.mixedWithText && mixed) {
      picked.reserveTexts(count);
      picked.bytes = all.bytes;
      for (int i = 0; i < count; i++) {
        picked.offsets[i] = all.offsets[places[i]];
        picked.lengths[i] = all.lengths[places[i]];
      }
    }
    return picked;
  }
}
