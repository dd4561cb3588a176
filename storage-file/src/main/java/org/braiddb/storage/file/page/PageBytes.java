package org.braiddb.storage.file.page;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Big-endian numbers in page images. Bounds are those of the array. */
public final class PageBytes {
  private static final VarHandle SHORT =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  /** The highest bit of each of four 16-bit numbers. */
  private static final long HIGH_BITS = 0x8000_8000_8000_8000L;

  /** The lowest. */
  private static final long LOW_BITS = 0x0001_0001_0001_0001L;

  private PageBytes() {}

  /** The unsigned 16-bit number at an offset. */
  public static int u16(byte[] bytes, int offset) {
    return (short) SHORT.get(bytes, offset) & 0xffff;
  }

  /** Stores the low 16 bits of a number. */
  public static void putU16(byte[] bytes, int offset, int value) {
    SHORT.set(bytes, offset, (short) value);
  }

  /**
   * Adds a number to each of the 16-bit numbers in a row that are not greater than a limit. All
   * must be less than 32,768, and at least such that they stay positive.
   *
   * @param end the offset after the last of them
   * @return false where one is not: then some of those before it have been changed
   */
  public static boolean addUpTo(
      byte[] bytes, int offset, int end, int least, int limit, int added) {
    int at = offset;
    long limits = limit * LOW_BITS | HIGH_BITS;
    long smallest = least * LOW_BITS;
    for (; at <= end - Long.BYTES; at += Long.BYTES) {
      long four = (long) LONG.get(bytes, at);
      // What is subtracted from is greater by the highest bit: each number is for itself.
      long inOrder = (four | HIGH_BITS) - smallest & ~four & HIGH_BITS;
      if (inOrder != HIGH_BITS) {
        return false;
      }
      long chosen = (limits - four & HIGH_BITS) >>> 15;
      LONG.set(bytes, at, four + chosen * added);
    }
    for (; at < end; at += Short.BYTES) {
      int number = u16(bytes, at);
      if (number < least || number > Short.MAX_VALUE) {
        return false;
      }
      if (number <= limit) {
        putU16(bytes, at, number + added);
      }
    }
    return true;
  }

  /** The 32-bit number at an offset. */
  public static int i32(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset);
  }

  /** Stores a 32-bit number. */
  public static void putI32(byte[] bytes, int offset, int value) {
    INT.set(bytes, offset, value);
  }
}
