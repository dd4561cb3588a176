package org.braiddb.sql.change;

import java.util.Arrays;
import org.braiddb.sql.value.Cell;

/** Tells whether two values are the same in type and every bit, whatever a collation thinks. */
final class Identical {
  private Identical() {}

  static boolean are(Cell left, Cell right) {
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
}
