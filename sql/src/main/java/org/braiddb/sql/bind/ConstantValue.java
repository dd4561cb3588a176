package org.braiddb.sql.bind;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;

/**
 * A value known before the statement runs. Immutable; equal to another of the same type and bits.
 */
public final class ConstantValue {
  /** NULL. */
  public static final ConstantValue NULL = of(new Cell());

  private final Cell cell = new Cell();

  private ConstantValue(Cell source) {
    cell.copyFrom(source);
    cell.own();
  }

  /** The present value of a cell, copied. */
  public static ConstantValue of(Cell source) {
    return new ConstantValue(source);
  }

  /** An INTEGER. */
  public static ConstantValue ofInteger(long value) {
    Cell cell = new Cell();
    cell.setInteger(value);
    return new ConstantValue(cell);
  }

  /** A REAL. */
  static ConstantValue ofReal(double value) {
    Cell cell = new Cell();
    cell.setReal(value);
    return new ConstantValue(cell);
  }

  /** TEXT. */
  public static ConstantValue ofText(String value) {
    Cell cell = new Cell();
    cell.setText(value);
    return new ConstantValue(cell);
  }

  /** The storage class, one of {@link Cell}'s tags. */
  public byte type() {
    return cell.type;
  }

  /** The value of an INTEGER. */
  public long integer() {
    return cell.integer;
  }

  /** The value of a REAL. */
  public double real() {
    return cell.real;
  }

  /** A copy of the bytes of TEXT or BLOB. */
  public byte[] copyOfBytes() {
    return cell.copyOfBytes();
  }

  /** Sets a cell to this value; bytes are shared. */
  public void copyTo(Cell target) {
    target.copyFrom(cell);
  }

  @Override
  public boolean equals(Object other) {
    if (!(other instanceof ConstantValue that) || that.cell.type != cell.type) {
      return false;
    }
    return switch (cell.type) {
      case Cell.NULL -> true;
      case Cell.INTEGER -> cell.integer == that.cell.integer;
      case Cell.REAL -> Double.compare(cell.real, that.cell.real) == 0;
      default -> Arrays.equals(cell.copyOfBytes(), that.cell.copyOfBytes());
    };
  }

  @Override
  public int hashCode() {
    return switch (cell.type) {
      case Cell.NULL -> 0;
      case Cell.INTEGER -> Long.hashCode(cell.integer);
      case Cell.REAL -> Double.hashCode(cell.real);
      default -> Arrays.hashCode(cell.copyOfBytes());
    };
  }

  @Override
  public String toString() {
    return cell.toString();
  }
}
