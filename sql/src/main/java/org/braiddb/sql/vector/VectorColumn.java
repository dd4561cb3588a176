package org.braiddb.sql.vector;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.braiddb.sql.value.Cell;
import org.braiddb.storage.record.SerialType;

/** The values of a column. */
final class VectorColumn extends VectorExpr {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** By serial type: how far the eight bytes from the value's first are shifted to leave it. */
  private static final byte[] SHIFTS = {0, 56, 48, 40, 32, 16, 0, 0, 0, 0};

  /** What is left of these bytes, and what is added: the constants 0 and 1 have none. */
  private static final byte[] MASKS = {0, -1, -1, -1, -1, -1, -1, -1, 0, 0};

  private static final byte[] ADDED = {0, 0, 0, 0, 0, 0, 0, 0, 0, 1};

  /** Whether the eight bytes are those of a REAL. */
  private static final byte[] REAL_MASKS = {0, 0, 0, 0, 0, 0, 0, -1, 0, 0};

  private final int slot;
  private final boolean real;

  /**
   * @param real whether the column is of affinity REAL: its integers are reals stored short
   */
  VectorColumn(int slot, boolean real) {
    this.slot = slot;
    this.real = real;
  }

  @Override
  boolean compute(Batch batch) {
    ColumnLocator columns = batch.columns();
    if (!columns.locate(slot, batch)) {
      return false;
    }
    return switch (columns.classes(slot)) {
      case ColumnLocator.INTEGERS -> real ? integersAsReals(batch) : integers(batch);
      case ColumnLocator.REALS -> reals(batch);
      case ColumnLocator.TEXTS -> texts(batch);
      case ColumnLocator.REALS | ColumnLocator.INTEGERS ->
          real ? integersAsReals(batch) : mixed(batch);
      default -> (columns.classes(slot) & ColumnLocator.BLOBS) == 0 && mixed(batch);
    };
  }

  /**
   * Decides for the rows that are left which values are NULL, without computing them.
   *
   * @return false where their types do not tell: a REAL may be none
   */
  boolean decideNull(Batch batch, byte[] answers, byte forNull) {
    ColumnLocator columns = batch.columns();
    if (!columns.locate(slot, batch) || (columns.classes(slot) & ColumnLocator.REALS) != 0) {
      return false;
    }
    byte forOthers = VectorNullTest.other(forNull);
    int count = batch.count();
    int[] rows = batch.rows();
    int[] types = columns.types(slot);
    for (int k = 0; k < count; k++) {
      int type = types[rows[k]];
      answers[k] =
          SerialType.isInteger(type) || type >= SerialType.FIRST_BLOB ? forOthers : forNull;
    }
    return true;
  }

  private boolean integers(Batch batch) {
    int count = batch.count();
    int[] rows = batch.rows();
    int[] types = batch.columns().types(slot);
    int[] starts = batch.columns().starts(slot);
    byte[] bytes = batch.block().bytes();
    long[] to = values.integers(count);
    int last = bytes.length - Long.BYTES;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      int type = types[row];
      int start = starts[row];
      if (start > last) {
        to[k] = SerialType.readInteger(type, bytes, start);
      } else {
        long eight = (long) LONG.get(bytes, start);
        to[k] = (eight >> SHIFTS[type] & MASKS[type]) + ADDED[type];
      }
    }
    values.kind = Cell.INTEGER;
    return true;
  }

  private boolean reals(Batch batch) {
    int count = batch.count();
    int[] rows = batch.rows();
    int[] starts = batch.columns().starts(slot);
    byte[] bytes = batch.block().bytes();
    double[] to = values.reals(count);
    boolean ordinary = true;
    for (int k = 0; k < count; k++) {
      double value = SerialType.readReal(bytes, starts[rows[k]]);
      ordinary &= !Double.isNaN(value);
      to[k] = value;
    }
    values.kind = Cell.REAL;
    return ordinary || mixed(batch);
  }

  /** Of a REAL column with values of either form. */
  private boolean integersAsReals(Batch batch) {
    int count = batch.count();
    int[] rows = batch.rows();
    int[] types = batch.columns().types(slot);
    int[] starts = batch.columns().starts(slot);
    byte[] bytes = batch.block().bytes();
    double[] to = values.reals(count);
    boolean ordinary = true;
    int last = bytes.length - Long.BYTES;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      int type = types[row];
      int start = starts[row];
      double value;
      if (start > last) {
        value =
            type == SerialType.REAL
                ? SerialType.readReal(bytes, start)
                : (double) SerialType.readInteger(type, bytes, start);
      } else {
        // Which form a value has is no pattern that a branch could be guessed by.
        long eight = (long) LONG.get(bytes, start);
        long integer = (eight >> SHIFTS[type] & MASKS[type]) + ADDED[type];
        long bits = Double.doubleToRawLongBits((double) integer);
        value = Double.longBitsToDouble(bits ^ (bits ^ eight) & REAL_MASKS[type]);
      }
      ordinary &= !Double.isNaN(value);
      to[k] = value;
    }
    values.kind = Cell.REAL;
    return ordinary || mixed(batch);
  }

  private boolean texts(Batch batch) {
    int count = batch.count();
    int[] rows = batch.rows();
    int[] types = batch.columns().types(slot);
    int[] starts = batch.columns().starts(slot);
    values.reserveTexts(count);
    values.bytes = batch.block().bytes();
    int[] offsets = values.offsets;
    int[] lengths = values.lengths;
    for (int k = 0; k < count; k++) {
      int row = rows[k];
      offsets[k] = starts[row];
      lengths[k] = (types[row] - SerialType.FIRST_TEXT) >> 1;
    }
    values.kind = Cell.TEXT;
    return true;
  }

  private boolean mixed(Batch batch) {
    int count = batch.count();
    values.mix(count);
    values.reserveTexts(count);
    values.bytes = batch.block().bytes();
    for (int k = 0; k < count; k++) {
      int row = batch.row(k);
      int type = batch.columns().types(slot)[row];
      int start = batch.columns().starts(slot)[row];
      if (SerialType.isText(type)) {
        values.types[k] = Cell.TEXT;
        values.offsets[k] = start;
        values.lengths[k] = SerialType.size(type);
        values.mixedWithText = true;
      } else if (type == SerialType.REAL) {
        values.setReal(k, SerialType.readReal(values.bytes, start));
      } else if (!SerialType.isInteger(type)) {
        values.types[k] = Cell.NULL;
      } else if (real) {
        values.setReal(k, (double) SerialType.readInteger(type, values.bytes, start));
      } else {
        values.setInteger(k, SerialType.readInteger(type, values.bytes, start));
      }
    }
    return true;
  }
}
