package org.braiddb.sql.execute;

import org.braiddb.sql.value.Cell;
import org.jspecify.annotations.Nullable;

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

  /**
   * The values of a column of a set, in their order: where other columns of the set are looked up
   * before it, those of the rows that have the present values there.
   */
  static final class OfSet extends KeyValues {
    private final ValueSet set;
    private final int column;
    private final @Nullable OfSet before;
    private final Cell other = new Cell();
    private boolean begun;

    /** The rows that have the present value, and where those end that are gone through. */
    private int from;

    private int to;
    private int end;

    private OfSet(ValueSet set, int column, @Nullable OfSet before) {
      this.set = set;
      this.column = column;
      this.before = before;
    }

    /** The first column of a set. */
    static OfSet first(ValueSet set) {
      return new OfSet(set, 0, null);
    }

    /** The column after this one. */
    OfSet following() {
      return new OfSet(set, column + 1, this);
    }

    @Override
    void open(Frame frame) {
      if (before == null) {
        set.prepare(frame);
        set.sort();
      }
      begun = false; // the column before has no value yet
    }

    @Override
    boolean next(Cell target) {
      if (!begun) {
        begun = true;
        to = before == null ? 0 : before.from;
        end = before == null ? set.size() : before.to;
      }
      if (to >= end) {
        return false;
      }
      from = to++;
      set.value(from, column, target);
      if (column + 1 < set.width()) {
        target.own(); // the set is asked for others while it is looked up
        while (to < end && hasSame(target)) {
          to++;
        }
      }
      return true;
    }

    private boolean hasSame(Cell value) {
      set.value(to, column, other);
      return set.isSame(column, value, other);
    }
  }
}
