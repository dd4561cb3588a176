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

  /** Whether the values are those of the look before; from now on these count. */
  boolean isRepeated(Frame frame) {
    if (looks >= TRIALS && repeated < looks / WORTH) {
      return false;
    }
    boolean same = known;
    for (int i = 0; i < values.length; i++) {
      values[i].eval(frame);
      if (!same || !isIdentical(last[i], frame)) {
        same = false;
        last[i].copyFrom(frame);
        last[i].own();
      }
    }
    looks++;
    repeated += same ? 1 : 0;
    return same;
  }

  /** Equal numbers of different types are different here: a query can tell them apart. */
  private static boolean isIdentical(Cell left, Cell right) {
    if (left.type != right.type) {
      return false;
    }
    return switch (left.type) {
      case Cell.NULL -> true;
      case Cell.INTEGER -> left.integer == right.integer;
      case Cell.REAL ->
          Double.doubleToRawLongBits(left.real) == Double.doubleToRawLongBits(right.real);
      default ->
          Arrays.equals(
              left.bytes,
              left.offset,
              left.offset + left.length,
              right.bytes,
              right.offset,
              right.offset + right.length);
    };
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
