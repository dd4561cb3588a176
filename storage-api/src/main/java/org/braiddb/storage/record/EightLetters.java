package org.braiddb.storage.record;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Eight bytes of text at a time, as the lanes of a long: no lane ever carries into another, since
 * the topmost bit of each is looked at apart. Source: H. S. Warren, "Hacker's Delight", on bytes in
 * a word.
 */
final class EightLetters {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long EACH = 0x0101010101010101L;
  private static final long TOP = 0x8080808080808080L;

  private EightLetters() {}

  /**
   * How many first bytes are the same in letters of whatever case and have no NUL, at least: a
   * multiple of eight.
   */
  static int same(byte[] left, int leftOffset, byte[] right, int rightOffset, int length) {
    int at = 0;
    for (; at + Long.BYTES <= length; at += Long.BYTES) {
      long a = (long) LONG.get(left, leftOffset + at);
      long b = (long) LONG.get(right, rightOffset + at);
      if (a != b && folded(a) != folded(b) || hasNul(a)) {
        return at;
      }
    }
    return at;
  }

  private static boolean hasNul(long bytes) {
    return (bytes - EACH & ~bytes & TOP) != 0;
  }

  /** With A-Z as a-z. */
  private static long folded(long bytes) {
    long low = bytes & ~TOP;
    long fromA = low + (0x80 - 'A') * EACH;
    long behindZ = low + (0x7f - 'Z') * EACH;
    long upper = (fromA ^ behindZ) & ~bytes & TOP;
    return bytes | upper >>> 2;
  }
}
