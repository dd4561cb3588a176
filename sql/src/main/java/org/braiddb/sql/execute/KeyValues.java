package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;

/** The values that one column of a key is looked up with: one, or those of an IN. */
abstract class KeyValues {
  /** Computes them for the present rows around; then {@link #next} gives the first. */
  abstract void open(Frame frame);

  /** Sets a cell to the next value, never one that was given since {@link #open}. */
  abstract boolean next(Cell target);

  /** One value. */
  static final class Single extends KeyValues {
    private final Evaluator value;
    private final org.braiddb.sql.value.Affinity affinity;
    private final boolean nullMatches;
    private final Cell cell = new Cell();
    private boolean pending;

    /**
     * @param nullMatches whether NULL is looked up too: IS
     */
    Single(Evaluator value, org.braiddb.sql.value.Affinity affinity, boolean nullMatches) {
      this.value = value;
      this.affinity = affinity;
      this.nullMatches = nullMatches;
    }

    @Override
    void open(Frame frame) {
      value.eval(frame);
      ComparisonAffinity.applyToKey(affinity, frame);
      cell.copyFrom(frame);
      pending = nullMatches || cell.type != Cell.NULL;
    }

    @Override
    boolean next(Cell target) {
      boolean had = pending;
      pending = false;
      target.copyFrom(cell);
      return had;
    }
  }

  /** The values of a set, in their order. */
  static final class OfSet extends KeyValues {
    private final ValueSet set;
    private int at;

    OfSet(ValueSet set) {
      this.set = set;
    }

    @Override
    void open(Frame frame) {
      set.prepare(frame);
      set.sort();
      at = 0;
    }

    @Override
    boolean next(Cell target) {
      if (at >= set.size()) {
        return false;
      }
      set.value(at++, target);
      return true;
    }
  }
}
