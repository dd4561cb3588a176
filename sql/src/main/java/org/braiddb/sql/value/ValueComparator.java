package org.braiddb.sql.value;

import java.util.Arrays;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.braiddb.storage.record.TextEncoding;

/**
 * The order of SQL values: NULL, then numbers, then TEXT by collation, then BLOBs by bytes. NULL
 * equals NULL here, as sorting and DISTINCT want it; {@code =} treats NULL before it comes here.
 */
public final class ValueComparator {
  private ValueComparator() {}

  /** Negative, zero or positive as the left value sorts before, with or after the right one. */
  public static int compare(Cell left, Cell right, Collation collation) {
    byte leftType = left.type;
    byte rightType = right.type;
    if (leftType == Cell.INTEGER && rightType == Cell.INTEGER) {
      return Long.compare(left.integer, right.integer);
    }
    if (leftType == Cell.TEXT && rightType == Cell.TEXT) {
      return compareText(left, right, collation);
    }
    if (leftType <= Cell.REAL && rightType <= Cell.REAL) {
      return compareNumbers(left, right);
    }
    if (leftType == Cell.BLOB && rightType == Cell.BLOB) {
      return compareBytes(left, right);
    }
    return Byte.compare(leftType, rightType);
  }

  /** Whether the values are neither told apart by type nor by order. */
  public static boolean equal(Cell left, Cell right, Collation collation) {
    return compare(left, right, collation) == 0;
  }

  private static int compareNumbers(Cell left, Cell right) {
    if (left.type == Cell.NULL || right.type == Cell.NULL) {
      return Boolean.compare(left.type != Cell.NULL, right.type != Cell.NULL);
    }
    if (left.type == Cell.INTEGER) {
      return NumericText.compare(left.integer, right.real);
    }
    if (right.type == Cell.INTEGER) {
      return -NumericText.compare(right.integer, left.real);
    }
    return left.real < right.real ? -1 : left.real > right.real ? 1 : 0;
  }

  private static int compareText(Cell left, Cell right, Collation collation) {
    if (collation == Collations.BINARY) {
      return compareBytes(left, right);
    }
    return collation.compare(
        left.bytes,
        left.offset,
        left.length,
        right.bytes,
        right.offset,
        right.length,
        TextEncoding.UTF_8);
  }

  private static int compareBytes(Cell left, Cell right) {
    return Arrays.compareUnsigned(
        left.bytes,
        left.offset,
        left.offset + left.length,
        right.bytes,
        right.offset,
        right.offset + right.length);
  }
}
