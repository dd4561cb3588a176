package org.braiddb.sql.vector;

import org.braiddb.sql.value.Cell;

/**
 * The values of an expression for the rows of a batch: the value for its k-th row is at k.
 *
 * <p>{@link #kind} is the type of all of them, one of {@link Cell}'s tags, or {@link #MIXED} where
 * {@link #types} holds the type of each. The slots are those of a {@link Cell}: integers, reals
 * (never NaN), or ranges of {@link #bytes} for TEXT. A slot that the type does not name means
 * nothing. There are no BLOBs.
 */
public final class Vector {
  /** The {@link #kind} of values of several types. */
  public static final byte MIXED = -1;

  private static final int FIRST_SIZE = 64;
  private static final byte[] NO_BYTES = {};

  byte kind = Cell.NULL;

  /** Whether values of a mixed vector are TEXT. */
  boolean mixedWithText;

  byte[] types = {};
  long[] integers = {};
  double[] reals = {};
  int[] offsets = {};
  int[] lengths = {};
  byte[] bytes = NO_BYTES;

  Vector() {}

  /** The type of all values, or {@link #MIXED}. */
  public byte kind() {
    return kind;
  }

  /** Whether all values are numbers or NULL. */
  public boolean isNumeric() {
    return kind == MIXED ? !mixedWithText : kind != Cell.TEXT;
  }

  /** The values where {@link #kind} is INTEGER. */
  public long[] integers() {
    return integers;
  }

  /** The values where {@link #kind} is REAL. */
  public double[] reals() {
    return reals;
  }

  /** The type of one value. */
  public byte type(int at) {
    return kind == MIXED ? types[at] : kind;
  }

  /** Copies one value; the bytes of TEXT are shared. */
  public void load(int at, Cell target) {
    switch (type(at)) {
      case Cell.NULL -> target.setNull();
      case Cell.INTEGER -> target.setInteger(integers[at]);
      case Cell.REAL -> target.setReal(reals[at]);
      default -> target.setText(bytes, offsets[at], lengths[at]);
    }
  }

  /** One value in a cell of its own; the bytes of TEXT are shared. */
  public Cell cell(int at) {
    Cell cell = new Cell();
    load(at, cell);
    return cell;
  }

  /** One value as {@link Cell#toInteger} gives it. */
  public long toInteger(int at) {
    return type(at) == Cell.INTEGER ? integers[at] : cell(at).toInteger();
  }

  /** One value as {@link Cell#toReal} gives it. */
  public double toReal(int at) {
    return type(at) == Cell.REAL ? reals[at] : cell(at).toReal();
  }

  long[] integers(int count) {
    if (integers.length < count) {
      integers = new long[room(count)];
    }
    return integers;
  }

  double[] reals(int count) {
    if (reals.length < count) {
      reals = new double[room(count)];
    }
    return reals;
  }

  byte[] types(int count) {
    if (types.length < count) {
      types = new byte[room(count)];
    }
    return types;
  }

  void reserveTexts(int count) {
    if (offsets.length < count) {
      offsets = new int[room(count)];
      lengths = new int[room(count)];
    }
  }

  static int room(int count) {
    return Math.max(FIRST_SIZE, Integer.highestOneBit(Math.max(1, count - 1)) << 1);
  }

  /** The values as reals, where {@link #kind} is INTEGER or REAL. */
  double[] asReals(int count) {
    if (kind == Cell.INTEGER) {
      long[] from = integers;
      double[] to = reals(count);
      for (int k = 0; k < count; k++) {
        to[k] = (double) from[k];
      }
    }
    return reals;
  }

  /** One value as a real, where its type is INTEGER or REAL. */
  double real(int at) {
    return type(at) == Cell.INTEGER ? (double) integers[at] : reals[at];
  }

  /** Makes it a vector of types to be set one by one. */
  void mix(int count) {
    kind = MIXED;
    mixedWithText = false;
    types(count);
    integers(count);
    reals(count);
  }

  /** Sets one of a mixed vector's values to a REAL, or NULL where it is NaN. */
  void setReal(int at, double value) {
    types[at] = Double.isNaN(value) ? Cell.NULL : Cell.REAL;
    reals[at] = value;
  }

  /** Sets one of a mixed vector's values to an INTEGER. */
  void setInteger(int at, long value) {
    types[at] = Cell.INTEGER;
    integers[at] = value;
  }
}
