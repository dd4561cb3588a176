package org.braiddb.sql.value;

import java.nio.charset.StandardCharsets;

/** Writes numbers as text, as SQLite does when a number is used where text is wanted. */
public final class NumberText {
  private static final int DIGITS = 17;
  private static final int DIGIT_CEILING = 20;
  private static final double PLAIN_BOUND = 1e15;

  private static final byte[] INFINITY = {'I', 'n', 'f'};
  private static final byte[] NEGATIVE_INFINITY = {'-', 'I', 'n', 'f'};

  private NumberText() {}

  /** The integer in decimal. */
  public static byte[] ofInteger(long value) {
    return Long.toString(value).getBytes(StandardCharsets.ISO_8859_1);
  }

  /**
   * The real with up to 17 significant digits, always with a decimal point; {@code Inf} and {@code
   * -Inf} for the infinities. Zero has no sign.
   */
  public static byte[] ofReal(double value) {
    if (value == (double) (long) value && Math.abs(value) < PLAIN_BOUND) {
      return (Long.toString((long) value) + ".0").getBytes(StandardCharsets.ISO_8859_1);
    }
    if (Double.isInfinite(value)) {
      return value > 0 ? INFINITY.clone() : NEGATIVE_INFINITY.clone();
    }
    RealDigits digits = RealDigits.significant(value, DIGITS, DIGIT_CEILING);
    StringBuilder text = new StringBuilder(26);
    if (value < 0) {
      text.append('-');
    }
    int exponent = digits.point - 1;
    if (exponent < -4 || exponent >= DIGITS) {
      appendScientific(text, digits, exponent);
    } else {
      appendPlain(text, digits);
    }
    return text.toString().getBytes(StandardCharsets.ISO_8859_1);
  }

  /** Writes a real that is not negative with at most so many digits, as {@code %g} does. */
  public static void appendGeneral(double value, int digits, TextBuilder output) {
    RealDigits decimal = RealDigits.significant(value, digits, digits);
    StringBuilder text = new StringBuilder(26);
    int exponent = decimal.point - 1;
    if (value == 0.0) {
      text.append('0');
    } else if (exponent < -4 || exponent >= digits) {
      appendScientific(text, decimal, exponent);
    } else {
      appendPlain(text, decimal);
    }
    String plain = text.toString().replace(".0e", "e");
    output.append(plain.endsWith(".0") ? plain.substring(0, plain.length() - 2) : plain);
  }

  private static void appendScientific(StringBuilder text, RealDigits digits, int exponent) {
    text.append((char) ('0' + digits.digit(0))).append('.');
    appendDigits(text, digits, 1);
    text.append('e').append(exponent < 0 ? '-' : '+');
    int magnitude = Math.abs(exponent);
    if (magnitude < 10) {
      text.append('0');
    }
    text.append(magnitude);
  }

  private static void appendPlain(StringBuilder text, RealDigits digits) {
    if (digits.point <= 0) {
      text.append("0.");
      text.repeat('0', -digits.point);
      appendDigits(text, digits, 0);
      return;
    }
    for (int i = 0; i < digits.point; i++) {
      text.append((char) ('0' + (i < digits.count ? digits.digit(i) : 0)));
    }
    text.append('.');
    appendDigits(text, digits, digits.point);
  }

  /** The digits from a place on, at least a zero. */
  private static void appendDigits(StringBuilder text, RealDigits digits, int from) {
    if (from >= digits.count) {
      text.append('0');
    }
    for (int i = from; i < digits.count; i++) {
      text.append((char) ('0' + digits.digit(i)));
    }
  }
}
