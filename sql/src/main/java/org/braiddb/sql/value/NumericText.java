package org.braiddb.sql.value;

/**
 * Reads numbers out of text, as SQLite does: decimal only, ASCII white space around it, and the
 * longest numeric prefix where the whole is not a number.
 */
public final class NumericText {
  /** Not a number, and no prefix with a point or an exponent either. */
  private static final int NO_NUMBER = 0;

  /** Digits only. */
  private static final int INTEGRAL = 1;

  /** A number with a decimal point or an exponent. */
  private static final int FRACTIONAL = 2;

  /** Not a number, but a prefix of it is one with a decimal point or an exponent. */
  private static final int FRACTIONAL_PREFIX = 3;

  private static final double TWO_TO_63 = 0x1p63;

  /** A real in [-2^51, 2^51) with no fraction is the same as its integer without a closer look. */
  private static final double SMALL_INTEGER_BOUND = 0x1p51;

  /** An unsigned significand grows no further from here on: one more digit might overflow. */
  private static final long SIGNIFICAND_FULL = Long.divideUnsigned(-1 - 9, 10);

  private static final int EXPONENT_CEILING = 10_000;

  private NumericText() {}

  /** The real as an integer: towards zero, clamped to 64 bits. */
  public static long truncate(double real) {
    return (long) real;
  }

  /**
   * Makes TEXT a number if all of it is one; otherwise changes nothing and returns false. A number
   * that needs a point or an exponent, or more than 64 bits, becomes a REAL.
   */
  public static boolean convertIfNumber(Cell cell) {
    if (!isNumber(cell.bytes, cell.offset, cell.length)) {
      return false;
    }
    int form = form(cell.bytes, cell.offset, cell.length);
    double real = realPrefix(cell.bytes, cell.offset, cell.length);
    if (form == INTEGRAL && (isSmall(real) || fitsInteger(cell, false))) {
      cell.setInteger(integerPrefix(cell.bytes, cell.offset, cell.length));
    } else {
      cell.setReal(real);
    }
    return true;
  }

  /** Whether all of the text is a number, white space around it allowed. */
  public static boolean isNumber(byte[] text, int offset, int length) {
    int form = form(text, offset, length);
    return form == INTEGRAL || form == FRACTIONAL;
  }

  /** Makes a value a number for arithmetic; NULL stays, text and BLOBs give their prefix. */
  public static void convertToOperand(Cell cell) {
    if (cell.type < Cell.TEXT) {
      return;
    }
    boolean integral =
        switch (form(cell.bytes, cell.offset, cell.length)) {
          case INTEGRAL -> fitsInteger(cell, false);
          case NO_NUMBER -> fitsInteger(cell, true);
          default -> false;
        };
    if (integral) {
      cell.setInteger(integerPrefix(cell.bytes, cell.offset, cell.length));
    } else {
      cell.setReal(realPrefix(cell.bytes, cell.offset, cell.length));
    }
  }

  /** {@code CAST(x AS NUMERIC)}. */
  public static void castToNumeric(Cell cell) {
    if (cell.type < Cell.TEXT) {
      return;
    }
    int form = form(cell.bytes, cell.offset, cell.length);
    if ((form == INTEGRAL || form == NO_NUMBER) && fitsInteger(cell, true)) {
      cell.setInteger(integerPrefix(cell.bytes, cell.offset, cell.length));
      return;
    }
    cell.setReal(realPrefix(cell.bytes, cell.offset, cell.length));
    if (isSmall(cell.real) && cell.real == Math.rint(cell.real)) {
      cell.setInteger((long) cell.real);
    }
  }

  private static boolean isSmall(double real) {
    return real >= -SMALL_INTEGER_BOUND && real < SMALL_INTEGER_BOUND;
  }

  /** {@code CAST(x AS INTEGER)}. */
  public static void castToInteger(Cell cell) {
    if (cell.type != Cell.NULL) {
      cell.setInteger(cell.toInteger());
    }
  }

  /** {@code CAST(x AS REAL)}. */
  public static void castToReal(Cell cell) {
    if (cell.type != Cell.NULL) {
      cell.setReal(cell.toReal());
    }
  }

  /** {@code CAST(x AS type)} for a type of the given affinity. */
  public static void cast(Cell cell, Affinity affinity) {
    switch (affinity) {
      case BLOB -> {
        if (cell.isNumber()) {
          cell.convertToText();
        }
        if (cell.type == Cell.TEXT) {
          cell.type = Cell.BLOB;
        }
      }
      case TEXT -> cell.convertToText();
      case NUMERIC -> castToNumeric(cell);
      case INTEGER -> castToInteger(cell);
      case REAL -> castToReal(cell);
    }
  }

  /** The longest integer prefix after white space, clamped to 64 bits; 0 where there is none. */
  public static long integerPrefix(byte[] text, int offset, int length) {
    int end = offset + length;
    int at = skipSpace(text, offset, end);
    boolean negative = at < end && text[at] == '-';
    if (at < end && (negative || text[at] == '+')) {
      at++;
    }
    long value = 0;
    for (; at < end && isDigit(text[at]); at++) {
      int digit = text[at] - '0';
      if (value > Long.MAX_VALUE / 10 || value * 10 + digit < 0) {
        return negative ? Long.MIN_VALUE : Long.MAX_VALUE;
      }
      value = value * 10 + digit;
    }
    return negative ? -value : value;
  }

  /** The longest real prefix after white space; 0.0 where there is none. */
  public static double realPrefix(byte[] text, int offset, int length) {
    int end = offset + length;
    int at = skipSpace(text, offset, end);
    boolean negative = at < end && text[at] == '-';
    if (at < end && (negative || text[at] == '+')) {
      at++;
    }
    // Without a digit there is no number, and zero has no sign.
    negative &=
        at < end && (isDigit(text[at]) || text[at] == '.' && at + 1 < end && isDigit(text[at + 1]));
    long significand = 0;
    int exponent = 0;
    for (; at < end && isDigit(text[at]); at++) {
      if (Long.compareUnsigned(significand, SIGNIFICAND_FULL) < 0) {
        significand = significand * 10 + (text[at] - '0');
      } else {
        exponent++;
      }
    }
    if (at < end && text[at] == '.') {
      for (at++; at < end && isDigit(text[at]); at++) {
        if (Long.compareUnsigned(significand, SIGNIFICAND_FULL) < 0) {
          significand = significand * 10 + (text[at] - '0');
          exponent--;
        }
      }
    }
    if (at < end && (text[at] | 0x20) == 'e') {
      exponent += exponentAt(text, at + 1, end);
    }
    double magnitude = significand == 0 ? 0.0 : DecimalScale.toDouble(significand, exponent);
    return negative ? -magnitude : magnitude;
  }

  private static int exponentAt(byte[] text, int start, int end) {
    int at = start;
    boolean negative = at < end && text[at] == '-';
    if (at < end && (negative || text[at] == '+')) {
      at++;
    }
    int value = 0;
    for (; at < end && isDigit(text[at]); at++) {
      value = value < EXPONENT_CEILING ? value * 10 + (text[at] - '0') : EXPONENT_CEILING;
    }
    return negative ? -value : value;
  }

  /** What the text looks like. A NUL ends it, as in SQLite. */
  private static int form(byte[] text, int offset, int length) {
    int end = offset + length;
    int at = skipSpace(text, offset, end);
    if (at < end && (text[at] == '-' || text[at] == '+')) {
      at++;
    }
    int form = INTEGRAL;
    int firstDigit = at;
    at = skipDigits(text, at, end);
    int digits = at - firstDigit;
    boolean point = at < end && text[at] == '.';
    if (point) {
      form = FRACTIONAL;
      int fraction = at + 1;
      at = skipDigits(text, fraction, end);
      digits += at - fraction;
    }
    if (digits == 0) {
      return NO_NUMBER;
    }
    boolean complete = true;
    if (at < end && (text[at] | 0x20) == 'e') {
      at++;
      if (at < end && (text[at] == '-' || text[at] == '+')) {
        at++;
      }
      int exponent = at;
      at = skipDigits(text, at, end);
      complete = at > exponent;
      form = complete || point ? FRACTIONAL : NO_NUMBER;
    }
    at = skipSpace(text, at, end);
    if (complete && (at == end || text[at] == 0)) {
      return form;
    }
    return form == FRACTIONAL ? FRACTIONAL_PREFIX : NO_NUMBER;
  }

  /** Whether the integer (the integer prefix, where {@code prefix}) fits 64 bits. */
  private static boolean fitsInteger(Cell cell, boolean prefix) {
    byte[] text = cell.bytes;
    int end = cell.offset + cell.length;
    int at = skipSpace(text, cell.offset, end);
    boolean negative = at < end && text[at] == '-';
    if (at < end && (negative || text[at] == '+')) {
      at++;
    }
    while (at < end && text[at] == '0') {
      at++;
    }
    int first = at;
    at = skipDigits(text, at, end);
    int digits = at - first;
    if (!prefix && skipSpace(text, at, end) != end) {
      return false;
    }
    if (digits != 19) {
      return digits < 19;
    }
    long value = 0;
    for (int i = first; i < at; i++) {
      value = value * 10 + (text[i] - '0');
    }
    return value >= 0 || (negative && value == Long.MIN_VALUE);
  }

  private static int skipSpace(byte[] text, int from, int end) {
    int at = from;
    while (at < end && isSpace(text[at])) {
      at++;
    }
    return at;
  }

  private static int skipDigits(byte[] text, int from, int end) {
    int at = from;
    while (at < end && isDigit(text[at])) {
      at++;
    }
    return at;
  }

  private static boolean isDigit(byte character) {
    return character >= '0' && character <= '9';
  }

  /** Whether SQLite's number parser skips the character. */
  static boolean isSpace(byte character) {
    return character == ' ' || (character >= '\t' && character <= '\r');
  }

  /** Compares an integer with a real, losing no precision on either side. */
  public static int compare(long integer, double real) {
    if (real < -TWO_TO_63) {
      return 1;
    }
    if (real >= TWO_TO_63) {
      return -1;
    }
    long truncated = (long) real;
    if (integer != truncated) {
      return integer < truncated ? -1 : 1;
    }
    return Double.compare((double) truncated + 0.0, real + 0.0);
  }
}
