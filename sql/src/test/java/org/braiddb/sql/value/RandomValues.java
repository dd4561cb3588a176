package org.braiddb.sql.value;

import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Seeded values of every storage class, the extremes among them more often than chance has it. */
public final class RandomValues {
  private static final long[] INTEGERS = {
    0,
    1,
    -1,
    2,
    3,
    10,
    64,
    127,
    128,
    255,
    256,
    1000,
    -1000,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 1,
    Long.MIN_VALUE + 1,
    1L << 53,
    (1L << 53) + 1,
    4503599627370496L,
    2251799813685248L,
    999999999999999999L
  };

  private static final double[] REALS = {
    0.0,
    -0.0,
    0.5,
    -0.5,
    1.0,
    1.5,
    2.5,
    -2.5,
    0.1,
    0.1 + 0.2,
    1e308,
    -1e308,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    Double.MIN_NORMAL,
    9007199254740993.0,
    9.2233720368547758e18,
    -9.2233720368547758e18,
    9223372036854774784.0,
    1e15,
    1e16,
    1e17,
    1e18,
    1e19,
    1e-5,
    1e-4,
    1e22,
    1e23,
    123456.789,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    1.0 / 3
  };

  private static final String[] TEXTS = {
    "",
    " ",
    "a",
    "A",
    "abc",
    "ABC",
    "aBc",
    " abc ",
    "abc\0def",
    "\0",
    "0",
    "1",
    "-1",
    " 12 ",
    "12x",
    "1.5",
    "1e5",
    ".5",
    "5.",
    "1e",
    "0x10",
    "9223372036854775807",
    "9223372036854775808",
    "-9223372036854775809",
    "1e400",
    "ä",
    "äöü",
    "€uro",
    "\ud83d\ude00 smile",
    "%",
    "_",
    "a%b",
    "a_c",
    "[a-c]",
    "*",
    "?",
    "'",
    "it's",
    "\"q\"",
    "\\",
    "\t\n",
    "hello world",
    "\u00a0x",
    "\ufeffbom",
    "xyzxyzxyz",
    "0.0",
    "-0",
    "+7",
    "nan",
    "Inf",
    "1 2"
  };

  private final Random random;

  /** Values from this source. */
  public RandomValues(Random random) {
    this.random = random;
  }

  /** A value of any storage class. */
  public Cell any() {
    return switch (random.nextInt(10)) {
      case 0 -> new Cell();
      case 1, 2 -> integer();
      case 3, 4 -> real();
      case 5, 6, 7, 8 -> text();
      default -> blob();
    };
  }

  /** An INTEGER. */
  public Cell integer() {
    Cell cell = new Cell();
    cell.setInteger(
        switch (random.nextInt(4)) {
          case 0 -> INTEGERS[random.nextInt(INTEGERS.length)];
          case 1 -> random.nextLong() >> random.nextInt(64);
          default -> random.nextInt(-20, 40);
        });
    return cell;
  }

  /** A REAL. */
  public Cell real() {
    Cell cell = new Cell();
    cell.setReal(
        switch (random.nextInt(6)) {
          case 0, 1 -> REALS[random.nextInt(REALS.length)];
          case 2 -> finite();
          case 3 -> random.nextInt(-1000, 1000) / 8.0;
          case 4 -> Math.round(random.nextGaussian() * 1e6) / 1e3;
          default -> random.nextGaussian() * 10;
        });
    return cell;
  }

  /** A double of any finite bit pattern. */
  public double finite() {
    double value = Double.longBitsToDouble(random.nextLong());
    return Double.isFinite(value) ? value : 1.0;
  }

  /** A TEXT, perhaps not valid UTF-8. */
  public Cell text() {
    Cell cell = new Cell();
    switch (random.nextInt(8)) {
      case 0 -> cell.setText(randomBytes(random.nextInt(6)));
      case 1, 2 -> cell.setText(letters(random.nextInt(12)));
      case 3 -> cell.setText(pick() + pick());
      case 4 -> cell.setText(numeric());
      default -> cell.setText(pick());
    }
    return cell;
  }

  /** A BLOB. */
  public Cell blob() {
    Cell cell = new Cell();
    cell.setBlob(
        random.nextBoolean()
            ? randomBytes(random.nextInt(8))
            : pick().getBytes(StandardCharsets.UTF_8));
    return cell;
  }

  private String pick() {
    return TEXTS[random.nextInt(TEXTS.length)];
  }

  /** Letters of a small alphabet, so that they repeat. */
  public String letters(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.appendCodePoint("abABz éß€ 0'%_".codePointAt(random.nextInt(14)));
    }
    return text.toString();
  }

  private byte[] randomBytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Text that is a number, or nearly. */
  public String numeric() {
    StringBuilder text = new StringBuilder();
    if (random.nextInt(6) == 0) {
      text.append(" \t\n\u000b\f\r".charAt(random.nextInt(6)));
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? '-' : '+');
    }
    digits(text, random.nextInt(4) == 0 ? random.nextInt(25) : random.nextInt(6));
    if (random.nextInt(3) > 0) {
      text.append('.');
      digits(text, random.nextInt(4) == 0 ? random.nextInt(25) : random.nextInt(6));
    }
    if (random.nextInt(3) == 0) {
      text.append(random.nextBoolean() ? 'e' : 'E');
      if (random.nextBoolean()) {
        text.append(random.nextBoolean() ? '-' : '+');
      }
      digits(text, random.nextInt(4));
    }
    if (random.nextInt(8) == 0) {
      text.append(" x\0\ne.-".charAt(random.nextInt(7)));
    }
    return text.toString();
  }

  private void digits(StringBuilder text, int count) {
    int style = random.nextInt(4);
    for (int i = 0; i < count; i++) {
      text.append(
          switch (style) {
            case 0 -> '0';
            case 1 -> '9';
            default -> (char) ('0' + random.nextInt(10));
          });
    }
  }
}
