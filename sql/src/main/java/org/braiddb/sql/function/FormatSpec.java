package org.braiddb.sql.function;

/** One conversion of a format: what stands between a percent sign and its letter. */
final class FormatSpec {
  static final int NO_PRECISION = -1;

  boolean leftJustify;

  /** Also {@code !}: characters instead of bytes, or more digits and always a decimal point. */
  boolean alternateTwo;

  /** {@code #}: a radix prefix, a decimal point, or escapes. */
  boolean alternate;

  boolean zeroPad;
  boolean thousands;

  /** What stands before a number that is not negative: plus, space or nothing (0). */
  char signOfPositive;

  int width;
  int precision = NO_PRECISION;

  /** The letter; 0 where the format ended before it. */
  int conversion;

  private final FormatArguments arguments;
  private final byte[] format;
  private final int end;

  /** The place that is read next. */
  private int at;

  private FormatSpec(byte[] format, int at, int end, FormatArguments arguments) {
    this.format = format;
    this.at = at;
    this.end = end;
    this.arguments = arguments;
  }

  /** Reads the conversion that begins after a percent sign; widths given by {@code *} are taken. */
  static FormatSpec read(byte[] format, int at, int end, FormatArguments arguments) {
    FormatSpec spec = new FormatSpec(format, at, end, arguments);
    while (spec.readFlag()) {
      // Each call takes one flag, a width or a precision.
    }
    spec.conversion = spec.current();
    if (spec.conversion == 'l') {
      spec.at++;
      if (spec.current() == 'l') {
        spec.at++;
      }
      spec.conversion = spec.current();
    }
    return spec;
  }

  /** The place after the conversion's letter. */
  int next() {
    return at + 1;
  }

  private int current() {
    return at < end ? format[at] : 0;
  }

  private boolean readFlag() {
    switch (current()) {
      case '-' -> leftJustify = true;
      case '+' -> signOfPositive = '+';
      case ' ' -> signOfPositive = ' ';
      case '#' -> alternate = true;
      case '!' -> alternateTwo = true;
      case '0' -> zeroPad = true;
      case ',' -> thousands = true;
      case '*' -> {
        at++;
        widthArgument();
        return current() == '.';
      }
      case '.' -> {
        at++;
        readPrecision();
        return false;
      }
      case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
        width = digits();
        return current() == '.';
      }
      default -> {
        return false;
      }
    }
    at++;
    return true;
  }

  private void widthArgument() {
    width = (int) arguments.nextInteger();
    if (width < 0) {
      leftJustify = true;
      width = width == Integer.MIN_VALUE ? 0 : -width;
    }
  }

  private void readPrecision() {
    if (current() == '*') {
      at++;
      precision = (int) arguments.nextInteger();
      if (precision < 0) {
        precision = precision == Integer.MIN_VALUE ? NO_PRECISION : -precision;
      }
    } else {
      precision = digits();
    }
  }

  private int digits() {
    int value = 0;
    for (; current() >= '0' && current() <= '9'; at++) {
      value = value * 10 + (current() - '0');
    }
    return value & Integer.MAX_VALUE;
  }
}
