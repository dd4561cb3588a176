package org.braiddb.bench.report;

import java.util.Locale;

/** Numbers for people: three significant digits are all that a benchmark has. */
public final class Numbers {
  private Numbers() {}

  /** A rate such as {@code 1,230} or {@code 4.56M}. */
  public static String rate(double value) {
    if (Double.isNaN(value)) {
      return "–";
    }
    if (value >= 10_000_000) {
      return String.format(Locale.ROOT, "%,.1fM", value / 1e6);
    }
    if (value >= 100) {
      double unit = Math.pow(10, Math.floor(Math.log10(value)) - 2);
      return String.format(Locale.ROOT, "%,.0f", Math.round(value / unit) * unit);
    }
    return String.format(Locale.ROOT, value >= 10 ? "%.1f" : "%.2f", value);
  }

  /** A time given in microseconds. */
  public static String time(double micros) {
    if (micros >= 1e6) {
      return rate(micros / 1e6) + " s";
    }
    return micros >= 1000 ? rate(micros / 1000) + " ms" : rate(micros) + " µs";
  }

  /** A size given in bytes. */
  public static String size(double bytes) {
    if (bytes >= 1 << 20) {
      return rate(bytes / (1 << 20)) + " MB";
    }
    return bytes >= 1 << 10 ? rate(bytes / (1 << 10)) + " kB" : rate(bytes) + " B";
  }
}
