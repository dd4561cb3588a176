package org.braiddb.sql.execute;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.TextEncoding;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that stand for texts under a collation of the application's: the same for texts that it
 * does not tell apart, and in the order of unsigned bytes as it orders them. A label is a fraction
 * between those of its neighbours, and stays what it is when more texts come.
 */
final class CollationLabels {
  /** Texts beyond the last one so far get the next number; most of the range is in between. */
  private static final int NUMBER_SIZE = 6;

  private static final long STEP = 1L << 12;
  private static final long LARGEST = (1L << 8 * NUMBER_SIZE) - 1;
  private static final int MIDDLE = 0x80;
  private static final int DIGITS = 256;

  private final TreeMap<byte[], byte[]> labels;

  CollationLabels(Collation collation) {
    labels =
        new TreeMap<>((left, right) ->
            collation.compare(left, 0, left.length, right, 0, right.length, TextEncoding.UTF_8));
  }

  /** The label that a text in UTF-8 has already; null where no text equal to it has come. */
  byte @Nullable [] known(byte[] bytes, int offset, int length) {
    return labels.get(Arrays.copyOfRange(bytes, offset, offset + length));
  }

  /** The label of a text in UTF-8. */
  byte[] of(byte[] bytes, int offset, int length) {
    byte[] text = Arrays.copyOfRange(bytes, offset, offset + length);
    byte[] known = labels.get(text);
    if (known != null) {
      return known;
    }
    Map.@Nullable Entry<byte[], byte[]> below = labels.lowerEntry(text);
    Map.@Nullable Entry<byte[], byte[]> above = labels.higherEntry(text);
    byte[] label =
        between(below == null ? null : below.getValue(), above == null ? null : above.getValue());
    labels.put(text, label);
    return label;
  }

  private static byte[] between(byte @Nullable [] low, byte @Nullable [] high) {
    if (low == null) {
      if (high == null) {
        return numbered(LARGEST / 2);
      }
      long number = number(high);
      return number > STEP ? numbered(number - STEP) : fraction(new byte[0], high);
    }
    if (high == null) {
      long number = number(low);
      return number < LARGEST - STEP ? numbered(number + STEP) : fraction(low, null);
    }
    return fraction(low, high);
  }

  private static long number(byte[] label) {
    long number = 0;
    for (int i = 0; i < NUMBER_SIZE; i++) {
      number = number << 8 | (i < label.length ? label[i] & 0xff : 0);
    }
    return number;
  }

  private static byte[] numbered(long number) {
    byte[] label = new byte[NUMBER_SIZE + 1];
    for (int i = 0; i < NUMBER_SIZE; i++) {
      label[i] = (byte) (number >>> 8 * (NUMBER_SIZE - 1 - i));
    }
    label[NUMBER_SIZE] = (byte) MIDDLE; // a label must not end in a zero: nothing fits below it
    return label;
  }

  /** A fraction between two: digit by digit, until there is room between the digits. */
  private static byte[] fraction(byte[] low, byte @Nullable [] high) {
    byte[] label = new byte[low.length + (high == null ? 0 : high.length) + 2];
    byte @Nullable [] limit = high;
    for (int i = 0; ; i++) {
      int from = i < low.length ? low[i] & 0xff : 0;
      int to = limit != null && i < limit.length ? limit[i] & 0xff : DIGITS;
      if (to - from > 1) {
        label[i] = (byte) ((from + to) / 2);
        return Arrays.copyOf(label, i + 1);
      }
      label[i] = (byte) from;
      if (to != from) {
        limit = null; // below the limit already, whatever follows
      }
    }
  }
}
