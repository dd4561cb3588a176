package org.braiddb.sql.value;

/**
 * The type affinity of a column or expression: how a value is converted before it is stored or
 * compared. Source: SQLite, "Datatypes In SQLite", section 3.
 */
public enum Affinity {
  /** No conversion. Also the affinity of an expression that has none. */
  BLOB,
  /** Numbers become text. */
  TEXT,
  /** Text that is a number becomes one, an integer where nothing is lost. */
  NUMERIC,
  /** As {@link #NUMERIC}; only CAST tells them apart. */
  INTEGER,
  /** As {@link #NUMERIC}, but integers become reals. */
  REAL;

  /** The affinity of a column declared with this type; the empty string where it has none. */
  public static Affinity ofDeclaredType(String declaredType) {
    String type = AsciiCase.lower(declaredType);
    if (type.contains("int")) {
      return INTEGER;
    }
    if (type.contains("char") || type.contains("clob") || type.contains("text")) {
      return TEXT;
    }
    if (type.isEmpty() || type.contains("blob")) {
      return BLOB;
    }
    if (type.contains("real") || type.contains("floa") || type.contains("doub")) {
      return REAL;
    }
    return NUMERIC;
  }

  /** Whether it is NUMERIC, INTEGER or REAL. */
  public boolean isNumeric() {
    return this == NUMERIC || this == INTEGER || this == REAL;
  }

  /** Converts a value as storing it into a column of this affinity does. */
  public void apply(Cell cell) {
    switch (this) {
      case BLOB -> {
        // Every value stays as it is.
      }
      case TEXT -> {
        if (cell.isNumber()) {
          cell.convertToText();
        }
      }
      case NUMERIC, INTEGER -> applyNumeric(cell);
      case REAL -> {
        applyNumeric(cell);
        if (cell.type == Cell.INTEGER) {
          cell.setReal((double) cell.integer);
        }
      }
    }
  }

  private static void applyNumeric(Cell cell) {
    if (cell.type == Cell.REAL) {
      demote(cell);
    } else if (cell.type == Cell.TEXT && NumericText.convertIfNumber(cell)) {
      demote(cell);
    }
  }

  /** A real becomes an integer where that loses nothing and the integer is not an extreme. */
  private static void demote(Cell cell) {
    if (cell.type == Cell.REAL) {
      long integer = (long) cell.real;
      if ((double) integer == cell.real && integer > Long.MIN_VALUE && integer < Long.MAX_VALUE) {
        cell.setInteger(integer);
      }
    }
  }
}
