package org.braiddb.sql.execute;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.Map;
import org.braiddb.sql.catalog.MissingCollation;
import org.braiddb.sql.value.AsciiCase;
import org.braiddb.sql.value.Cell;
import org.braiddb.sql.value.Utf16Binary;
import org.braiddb.storage.record.Collation;
import org.braiddb.storage.record.Collations;
import org.jspecify.annotations.Nullable;

/**
 * Builds keys whose order as unsigned bytes is the order of the values, and which are equal as
 * bytes exactly where the values are equal: for sorting, grouping, and looking up by equality.
 *
 * <pre>
 *  value     bytes (each inverted where the column is descending, the first one excepted)
 *  NULL      00, or FF where NULLs come last
 *  number    10, 8 bytes of the double nearest, 2 bytes of what an INTEGER differs from it
 *  TEXT      20, the text as its collation sees it with 00 written 00 FF, then 00 00;
 *            under NOCASE the four bytes of its length follow the first 00 FF and end it
 *  BLOB      30, the bytes in the same way
 * </pre>
 *
 * <p>Text under a collation of the application's is written as a label of {@link CollationLabels}:
 * such keys can be compared only with those of the same encoder.
 *
 * <p>The nearest double rounds monotonically and differs from a 64-bit integer by at most 512, so
 * the pair orders integers and reals exactly. -0.0 is written as 0.0.
 */
final class KeyEncoder {
  private static final int NULL_FIRST = 0x00;
  private static final int NULL_LAST = 0xff;
  private static final int NUMBER = 0x10;
  private static final int TEXT = 0x20;
  private static final int BLOB = 0x30;

  /** Follows a byte 0 that does not end the value. */
  private static final byte AFTER_NUL = (byte) 0xff;

  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private byte[] bytes = new byte[64];
  private int length;

  /** Labels of texts by collations of the application's; null while there are none. */
  private @Nullable Map<Collation, CollationLabels> labels;

  /** Whether keys are made of TEXT under a collation alone: it is one of the built-in ones. */
  static boolean supports(Collation collation) {
    return collation instanceof Collations || collation instanceof Utf16Binary;
  }

  /** Begins another key. */
  void clear() {
    length = 0;
  }

  /** Ends a run: no key will be compared with those made so far. */
  void forget() {
    labels = null;
  }

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  /** Appends a value for lookups by equality. */
  void add(Cell value, Collation collation) {
    add(value, collation, false, true);
  }

  /**
   * Appends a value to look for among those that were added. False where none of them can equal it:
   * then the key is not complete.
   */
  boolean addSought(Cell value, Collation collation) {
    if (value.type != Cell.TEXT || supports(collation) || collation instanceof MissingCollation) {
      add(value, collation);
      return true;
    }
    CollationLabels known = labels == null ? null : labels.get(collation);
    byte[] label = known == null ? null : known.known(value.bytes, value.offset, value.length);
    if (label == null) {
      return false;
    }
    begin(TEXT, false);
    addEscaped(label, 0, label.length);
    return true;
  }

  /** Appends a value for sorting. */
  void add(Cell value, Collation collation, boolean descending, boolean nullsFirst) {
    switch (value.type) {
      case Cell.NULL -> put(nullsFirst ? NULL_FIRST : NULL_LAST);
      case Cell.INTEGER -> addInteger(value.integer, descending);
      case Cell.REAL -> addNumber(value.real, 0, descending);
      case Cell.TEXT -> {
        begin(TEXT, descending);
        int from = length;
        addText(value, collation);
        invert(from, descending);
      }
      default -> {
        begin(BLOB, descending);
        int from = length;
        addEscaped(value.bytes, value.offset, value.offset + value.length);
        invert(from, descending);
      }
    }
  }

  /** Appends a key that is encoded already. */
  void addEncoded(byte[] source, int from, int end) {
    reserve(end - from);
    System.arraycopy(source, from, bytes, length, end - from);
    length += end - from;
  }

  /** The tag stays between those of NULL in either direction. */
  private void begin(int tag, boolean descending) {
    put(descending ? 0x80 - tag : tag);
  }

  private void addInteger(long value, boolean descending) {
    double nearest = (double) value;
    long back = (long) nearest;
    // 2^63 comes back clamped by one: the difference is then counted from 2^63 itself.
    long difference = nearest == 0x1p63 ? value - Long.MAX_VALUE - 1 : value - back;
    addNumber(nearest, (int) difference, descending);
  }

  private void addNumber(double nearest, int difference, boolean descending) {
    begin(NUMBER, descending);
    reserve(10);
    long bits = Double.doubleToRawLongBits(nearest == 0.0 ? 0.0 : nearest);
    long ordered = bits ^ ((bits >> 63) | Long.MIN_VALUE);
    int rest = difference + 0x8000;
    if (descending) {
      ordered = ~ordered;
      rest = ~rest;
    }
    LONG.set(bytes, length, ordered);
    bytes[length + 8] = (byte) (rest >>> 8);
    bytes[length + 9] = (byte) rest;
    length += 10;
  }

  /**
   * The greatest number, or the least where the order is descending, whose key can begin with these
   * eight bytes; NaN where that is not known, and any number may come before them.
   */
  static double lastNumber(long prefix, boolean descending) {
    int tag = descending ? 0x80 - NUMBER : NUMBER;
    if (prefix >>> 56 != tag) {
      return Double.NaN;
    }
    long ordered = prefix << 8 | 0xff;
    if (descending) {
      ordered = ~ordered;
    }
    return Double.longBitsToDouble(ordered ^ (~(ordered >> 63) | Long.MIN_VALUE));
  }

  private void addText(Cell value, Collation collation) {
    int end = value.offset + value.length;
    if (collation == Collations.BINARY) {
      addEscaped(value.bytes, value.offset, end);
    } else if (collation == Collations.NOCASE) {
      addFolded(value.bytes, value.offset, end);
    } else if (collation == Collations.RTRIM) {
      while (end > value.offset && value.bytes[end - 1] == ' ') {
        end--;
      }
      addEscaped(value.bytes, value.offset, end);
    } else if (collation instanceof Utf16Binary binary) {
      byte[] text = binary.encode(value.bytes, value.offset, value.length);
      addEscaped(text, 0, text.length);
    } else if (collation instanceof MissingCollation missing) {
      throw missing.missing();
    } else {
      byte[] label = labelsOf(collation).of(value.bytes, value.offset, value.length);
      addEscaped(label, 0, label.length);
    }
  }

  private CollationLabels labelsOf(Collation collation) {
    Map<Collation, CollationLabels> known = labels;
    if (known == null) {
      known = new IdentityHashMap<>();
      labels = known;
    }
    return known.computeIfAbsent(collation, CollationLabels::new);
  }

  private void addEscaped(byte[] source, int from, int end) {
    reserve(2 * (end - from) + 2);
    for (int i = from; i < end; i++) {
      bytes[length++] = source[i];
      if (source[i] == 0) {
        bytes[length++] = AFTER_NUL;
      }
    }
    bytes[length++] = 0;
    bytes[length++] = 0;
  }

  /** NOCASE looks at no byte behind a NUL that both texts have; then their lengths decide. */
  private void addFolded(byte[] source, int from, int end) {
    reserve(end - from + 2 + Integer.BYTES);
    for (int i = from; i < end; i++) {
      bytes[length++] = AsciiCase.lower(source[i]);
      if (source[i] == 0) {
        bytes[length++] = AFTER_NUL;
        INT.set(bytes, length, end - from);
        length += Integer.BYTES;
        return;
      }
    }
    bytes[length++] = 0;
    bytes[length++] = 0;
  }

  private void invert(int from, boolean descending) {
    if (descending) {
      for (int i = from; i < length; i++) {
        bytes[i] = (byte) ~bytes[i];
      }
    }
  }

  private void put(int tag) {
    reserve(1);
    bytes[length++] = (byte) tag;
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, bytes.length * 2));
    }
  }
}
