package org.braiddb.sql.value;

/**
 * The decimal digits of a finite double's magnitude, rounded as SQLite rounds them.
 *
 * <p>The value is 0.d1d2d3… × 10^{@link #point}. Trailing zeros are dropped, but one digit is
 * always there. Up to 17 digits are significant to SQLite; more can be asked for and end after the
 * nineteenth at the latest.
 */
public final class RealDigits {
  private static final int MAXIMUM_DIGITS = 20;

  /** One digit in front for a carry, then the digits. */
  private final byte[] buffer = new byte[MAXIMUM_DIGITS + 2];

  private int start;

  /** How many digits there are; at least 1. */
  public int count;

  /**
   * How many digits stand before the decimal point; negative where zeros follow the point first.
   */
  public int point;

  private RealDigits() {}

  /** The digit at a place, as a number from 0 to 9. */
  public int digit(int place) {
    return buffer[start + place];
  }

  /**
   * Rounded to so many significant digits.
   *
   * @param real finite; its sign does not matter
   * @param digits at least 1
   * @param maximum never give more digits than this
   */
  public static RealDigits significant(double real, int digits, int maximum) {
    return of(real, digits, maximum, false);
  }

  /**
   * Rounded to so many digits after the decimal point.
   *
   * @param real finite; its sign does not matter
   * @param places at least 0
   * @param maximum never give more significant digits than this
   */
  public static RealDigits afterPoint(double real, int places, int maximum) {
    return of(real, places, maximum, true);
  }

  private static RealDigits of(double real, int wanted, int maximum, boolean afterPoint) {
    RealDigits result = new RealDigits();
    double magnitude = Math.abs(real);
    if (magnitude == 0.0) {
      return result.zero();
    }
    result.decode(magnitude, afterPoint || wanted >= 18 ? 18 : wanted + 1);
    int round = afterPoint ? result.point + wanted : wanted;
    if (afterPoint && round == 0 && result.digit(0) >= 5) {
      result.buffer[--result.start] = 0;
      result.count++;
      result.point++;
      round = 1;
    }
    if (round <= 0) {
      return result.zero();
    }
    if ((round < result.count || result.count > maximum)) {
      round = Math.min(round, maximum);
      if (round == 17) {
        round = result.shorten(magnitude);
      }
      result.roundTo(round);
    }
    result.dropTrailingZeros();
    return result;
  }

  /** Whether the value was rounded to zero. */
  public boolean isZero() {
    return count == 1 && digit(0) == 0;
  }

  /** A nine and 999 zeros: what SQLite writes for infinity where zeros are asked for. */
  public static RealDigits beyondAll() {
    RealDigits result = new RealDigits().zero();
    result.buffer[result.start] = 9;
    result.point = 1000;
    return result;
  }

  private RealDigits zero() {
    start = buffer.length - 1;
    buffer[start] = 0;
    count = 1;
    point = 1;
    return this;
  }

  /** The double that these digits read back as. */
  public double toReal() {
    int places = Math.min(count, 19);
    long significand = leading(places);
    return significand == 0 ? 0.0 : DecimalScale.toDouble(significand, point - places);
  }

  /** Takes at least {@code digits} digits, or one more; 18 are rounded, fewer cut off. */
  private void decode(double magnitude, int digits) {
    long bits = Double.doubleToRawLongBits(magnitude);
    int exponent = (int) (bits >>> 52);
    long mantissa = bits & 0xfffffffffffffL;
    if (exponent == 0) {
      int zeros = Long.numberOfLeadingZeros(mantissa);
      mantissa <<= zeros;
      exponent = -1074 - zeros;
    } else {
      mantissa = (mantissa << 11) | Long.MIN_VALUE;
      exponent -= 1086;
    }
    int power = digits - 1 - DecimalScale.decimalExponent(exponent + 63);
    long high = Math.unsignedMultiplyHigh(mantissa, DecimalScale.high(power));
    int shift = -(exponent + DecimalScale.binaryExponent(power) + 1);
    long value;
    if (digits == 18) {
      long doubled = high >>> (shift - 1);
      value = (doubled >>> 1) + (doubled & 1);
    } else {
      value = high >>> shift;
    }
    start = buffer.length;
    for (; value != 0; value /= 10) {
      buffer[--start] = (byte) (value % 10);
    }
    count = buffer.length - start;
    point = count - power;
  }

  /**
   * How many digits to keep of a value that shall have 17: fewer where it ends in nines or zeros
   * because a shorter decimal stands behind it, which reads back as the same double.
   */
  private int shorten(double magnitude) {
    int places;
    long shorter;
    if (digit(15) == 9 && digit(14) == 9) {
      places = 14;
      while (places > 0 && digit(places - 1) == 9) {
        places--;
      }
      shorter = leading(places) + 1;
    } else if (point >= count || (digit(15) == 0 && digit(14) == 0 && digit(13) == 0)) {
      places = 13;
      while (digit(places - 1) == 0) {
        places--;
      }
      shorter = leading(places);
    } else {
      return 17;
    }
    return DecimalScale.toDouble(shorter, point - places) == magnitude ? places + 1 : 17;
  }

  private long leading(int places) {
    long value = 0;
    for (int i = 0; i < places; i++) {
      value = value * 10 + digit(i);
    }
    return value;
  }

  private void roundTo(int digits) {
    boolean up = digits < count && digit(digits) >= 5;
    count = digits;
    if (!up) {
      return;
    }
    for (int i = start + digits - 1; i >= start; i--) {
      if (buffer[i] < 9) {
        buffer[i]++;
        return;
      }
      buffer[i] = 0;
    }
    buffer[--start] = 1;
    count++;
    point++;
  }

  private void dropTrailingZeros() {
    while (count > 1 && digit(count - 1) == 0) {
      count--;
    }
  }
}
