package org.braiddb.sql.function;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.braiddb.sql.value.Cell;

/** Finds a part in a range of bytes. */
final class ByteSearch {
  private static final VarHandle WORDS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long EACH_LOW = 0x7f * EACH_BYTE;

  private ByteSearch() {}

  /** Whether the part stands at a place; the range must be long enough. */
  static boolean matches(byte[] bytes, int at, Cell part) {
    return bytes[at] == part.bytes[part.offset]
        && Arrays.equals(
            bytes, at, at + part.length, part.bytes, part.offset, part.offset + part.length);
  }

  /**
   * The first place in [from, end) where the part, not empty, stands; -1 where nowhere. Looks for
   * its first and its last byte at eight places at once.
   */
  static int indexOf(byte[] bytes, int from, int end, Cell part) {
    int behind = part.length - 1;
    int last = end - part.length;
    int lastWord = bytes.length - Long.BYTES - behind;
    long head = (part.bytes[part.offset] & 0xffL) * EACH_BYTE;
    long tail = (part.bytes[part.offset + behind] & 0xffL) * EACH_BYTE;
    int at = from;
    while (at <= last && at <= lastWord) {
      long found = zeros((long) WORDS.get(bytes, at) ^ head);
      if (found != 0) {
        found &= zeros((long) WORDS.get(bytes, at + behind) ^ tail);
      }
      while (found != 0) {
        int place = at + (Long.numberOfTrailingZeros(found) >>> 3);
        if (place > last) {
          return -1;
        }
        if (behind <= 1 || matches(bytes, place, part)) {
          return place;
        }
        found &= found - 1;
      }
      at += Long.BYTES;
    }
    for (; at <= last; at++) {
      if (matches(bytes, at, part)) {
        return at;
      }
    }
    return -1;
  }

  /** The highest bit of each byte that is 0. */
  private static long zeros(long word) {
    return ~((word & EACH_LOW) + EACH_LOW | word | EACH_LOW);
  }
}
