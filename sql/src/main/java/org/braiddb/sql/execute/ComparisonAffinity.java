package org.braiddb.sql.execute;

import org.braiddb.sql.value.Affinity;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.NumericText;

/** Applies the affinity of a comparison to its operands. */
final class ComparisonAffinity {
  private ComparisonAffinity() {}

  /** Converts two operands as a comparison does before it looks at them. */
  static void apply(Affinity affinity, Cell left, Cell right) {
    switch (affinity) {
      case BLOB -> {
        // Values are compared as they are.
      }
      case TEXT -> {
        if (left.type == Cell.TEXT && right.isNumber()) {
          right.convertToText();
        } else if (right.type == Cell.TEXT && left.isNumber()) {
          left.convertToText();
        }
      }
      case REAL -> {
        Affinity.REAL.apply(left);
        Affinity.REAL.apply(right);
      }
      case NUMERIC, INTEGER -> {
        if (left.type == Cell.TEXT) {
          NumericText.convertIfNumber(left);
        }
        if (right.type == Cell.TEXT) {
          NumericText.convertIfNumber(right);
        }
      }
    }
  }

  /** Converts one operand, for comparisons by key where the other one is stored. */
  static void applyToKey(Affinity affinity, Cell value) {
    switch (affinity) {
      case BLOB -> {
        // Values are compared as they are.
      }
      case TEXT -> {
        if (value.isNumber()) {
          value.convertToText();
        }
      }
      case REAL -> Affinity.REAL.apply(value);
      case NUMERIC, INTEGER -> {
        if (value.type == Cell.TEXT) {
          NumericText.convertIfNumber(value);
        }
      }
    }
  }
}
