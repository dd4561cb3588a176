package org.braiddb.sql.value;

import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * Scales by powers of ten in integer arithmetic, between decimal significands and doubles.
 *
 * <p>A table holds the leading 128 bits of 10^p, rounded down. Reading decimals multiplies with all
 * of them and is correctly rounded. Writing uses the leading 64 bits only, which is what SQLite
 * does: the eighteenth digit may be off by one, and with it, rarely, the seventeenth; the tests
 * hold the answers to SQLite's. The method is that of Russ Cox, "Floating-Point Printing and
 * Parsing Can Be Simple And Fast".
 */
final class DecimalScale {
  static final int MINIMUM_POWER = -348;
  static final int MAXIMUM_POWER = 347;

  /** The largest power of ten whose 128 bits are exact: 5^55 has 128 bits. */
  private static final int MAXIMUM_EXACT_POWER = 55;

  private static final long[] HIGH = new long[MAXIMUM_POWER - MINIMUM_POWER + 1];
  private static final long[] LOW = new long[HIGH.length];

  private static final double[] EXACT_POWERS = {
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
    1e17, 1e18, 1e19, 1e20, 1e21, 1e22
  };

  static {
    BigInteger power = BigInteger.ONE;
    for (int p = 0; p <= -MINIMUM_POWER; p++) {
      int bits = power.bitLength();
      if (p <= MAXIMUM_POWER) {
        store(p, power.shiftLeft(Math.max(0, 128 - bits)).shiftRight(Math.max(0, bits - 128)));
      }
      if (p > 0) {
        store(-p, BigInteger.ONE.shiftLeft(127 + bits).divide(power));
      }
      power = power.multiply(BigInteger.TEN);
    }
  }

  private DecimalScale() {}

  private static void store(int p, BigInteger value) {
    HIGH[p - MINIMUM_POWER] = value.shiftRight(64).longValue();
    LOW[p - MINIMUM_POWER] = value.longValue();
  }

  /** The whole part of the binary logarithm of 10^p. */
  static int binaryExponent(int p) {
    return (p * 108853) >> 15;
  }

  /** The whole part of the decimal logarithm of 2^e. */
  static int decimalExponent(int e) {
    return (e * 78913) >> 18;
  }

  /** The leading 64 bits of 10^p: 10^p = high × 2^(binaryExponent(p) - 63), rounded down. */
  static long high(int p) {
    return HIGH[p - MINIMUM_POWER];
  }

  /** The double nearest to significand × 10^p, ties to even; the significand unsigned, not 0. */
  static double toDouble(long significand, int p) {
    if (p < MINIMUM_POWER) {
      return 0.0;
    }
    if (p > MAXIMUM_POWER) {
      return Double.POSITIVE_INFINITY;
    }
    if (significand > 0 && significand <= 1L << 53 && p >= -22 && p <= 22) {
      return p < 0 ? significand / EXACT_POWERS[-p] : significand * EXACT_POWERS[p];
    }
    int zeros = Long.numberOfLeadingZeros(significand);
    long x = significand << zeros;
    long high = HIGH[p - MINIMUM_POWER];
    long low = LOW[p - MINIMUM_POWER];
    long top = Math.unsignedMultiplyHigh(x, high);
    long middle = x * high;
    long carry = Math.unsignedMultiplyHigh(x, low);
    middle += carry;
    if (Long.compareUnsigned(middle, carry) < 0) {
      top++;
    }
    boolean exact = p >= 0 && p <= MAXIMUM_EXACT_POWER;
    if (!exact && middle >= -2 && middle < 0) {
      // The truncated table entry leaves open which side of an integer the product lies on.
      return new BigDecimal(new BigInteger(Long.toUnsignedString(significand)), -p).doubleValue();
    }
    boolean remainder = !exact || middle != 0 || x * low != 0;
    return round(top, remainder, binaryExponent(p) + 1 - zeros);
  }

  /** The double nearest to top × 2^e with something more below where {@code remainder}. */
  private static double round(long top, boolean remainder, int e) {
    int zeros = Long.numberOfLeadingZeros(top);
    int leading = e + 63 - zeros;
    int lowest = Math.max(leading - 52, -1074);
    int drop = lowest - e;
    if (drop > 63) {
      boolean up = drop == 64 && (top < 0 && (top << 1 != 0 || remainder));
      return up ? Double.MIN_VALUE : 0.0;
    }
    long kept = top >>> drop;
    long half = 1L << (drop - 1);
    long dropped = top & ((half << 1) - 1);
    boolean up =
        Long.compareUnsigned(dropped, half) > 0
            || (dropped == half && (remainder || (kept & 1) != 0));
    return Math.scalb((double) (up ? kept + 1 : kept), lowest);
  }
}
