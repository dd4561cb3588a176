package org.braiddb.sql.execute;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;

/**
 * The values of the rows around it that a subquery uses: as long as they stay the same, so does its
 * answer. In a join the inner rows change faster than the outer ones, so they often do stay.
 *
 * <p>Where they hardly ever do, looking is given up for the rest of the run.
 */
final class OuterValues {
  /** So many looks decide whether further ones are worth while. */
  private static final int TRIALS = 128;

  /** One in so many must have found nothing new. */
  private static final int WORTH = 8;

  private final Evaluator[] values;
  private final Cell[] last;
  private boolean known;
  private int looks;
  private int repeated;

  OuterValues(Evaluator[] values) {
    this.values = values;
    last = new Cell[values.length];
    Arrays.setAll(last, _ -> new Cell());
  }

  /**
   * Whether the values are those of the look before, types included, which a query can tell apart;
   * from now on these count.
   */
  boolean isRepeated(Frame frame) {
    if (looks >= TRIALS && repeated < looks / WORTH) {
      return false;
    }
    boolean same = known;
    for (int i = 0; i < values.length; i++) {
      values[i].eval(frame);
      if (!same || !last[i].isIdenticalTo(frame)) {
        same = false;
        last[i].copyFrom(frame);
        last[i].own();
      }
    }
    looks++;
    repeated += same ? 1 : 0;
    return same;
  }

  /** Begins to find the answer to the present values: it is not known if that fails. */
  void begin() {
    known = false;
  }

  /** The answer was found. */
  void end() {
    known = true;
  }

  void endRun() {
    known = false;
    looks = 0;
    repeated = 0;
    for (Cell cell : last) {
      cell.release();
    }
  }
}
