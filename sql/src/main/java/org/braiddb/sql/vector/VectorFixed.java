package org.braiddb.sql.vector;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.braiddb.sql.value.Cell;

/** A constant, or what is one for a time: a parameter, or a column of a row outside the scan. */
final class VectorFixed extends VectorExpr {
  private final Cell value = new Cell();
  private final int parameter;

  /** How many places hold the value. */
  private int filled;

  /**
   * @param parameter its number, or 0 for the constant that is the value
   */
  VectorFixed(int parameter, Cell constant) {
    this.parameter = parameter;
    value.copyFrom(constant);
  }

  /** Begins a run. */
  void begin(IntFunction<Cell> parameters) {
    if (parameter > 0) {
      set(parameters.apply(parameter));
    }
  }

  /** Takes another value, whose bytes are not copied. */
  void set(Cell newValue) {
    value.copyFrom(newValue);
    filled = 0;
  }

  @Override
  boolean compute(Batch batch) {
    if (value.type == Cell.BLOB) {
      return false;
    }
    if (filled < batch.count()) {
      fill(Vector.room(batch.count()));
    }
    return true;
  }

  private void fill(int count) {
    values.kind = value.type;
    switch (value.type) {
      case Cell.INTEGER -> Arrays.fill(values.integers(count), 0, count, value.integer);
      case Cell.REAL -> Arrays.fill(values.reals(count), 0, count, value.real);
      case Cell.TEXT -> {
        values.reserveTexts(count);
        values.bytes = value.bytes;
        Arrays.fill(values.offsets, 0, count, value.offset);
        Arrays.fill(values.lengths, 0, count, value.length);
      }
      default -> {
        // NULL has no slot.
      }
    }
    filled = count;
  }
}
