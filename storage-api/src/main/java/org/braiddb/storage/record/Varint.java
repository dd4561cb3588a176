package org.braiddb.storage.record;

/**
 * SQLite's variable-length integers: 1 to 9 bytes, big-endian groups of 7 bits, the high bit set on
 * all but the last; a ninth byte carries 8 bits. Negative values always take 9 bytes.
 *
 * <p>The unbounded methods rely on the array's own bounds: a caller that reads untrusted bytes
 * first makes sure that {@link #MAX_LENGTH} bytes are there, or asks {@link #length(byte[], int,
 * int)}. Source: SQLite, "Database File Format", section 1.6.
 */
public final class Varint {
  /** The longest encoding, in bytes. */
  public static final int MAX_LENGTH = 9;

  private Varint() {}

  /** The number of bytes that {@link #write} uses for a value: 1 to 9. */
  public static int size(long value) {
    int bits = 64 - Long.numberOfLeadingZeros(value | 1);
    return bits > 56 ? MAX_LENGTH : (bits + 6) / 7;
  }

  /** Encodes a value at an offset; returns the number of bytes written. */
  public static int write(byte[] bytes, int offset, long value) {
    if ((value & ~0x7fL) == 0) {
      bytes[offset] = (byte) value;
      return 1;
    }
    if ((value & ~0x3fffL) == 0) {
      bytes[offset] = (byte) (value >>> 7 | 0x80);
      bytes[offset + 1] = (byte) (value & 0x7f);
      return 2;
    }
    return writeLong(bytes, offset, value);
  }

  private static int writeLong(byte[] bytes, int offset, long value) {
    if ((value & ~0x1fffffL) == 0) {
      bytes[offset] = (byte) (value >>> 14 | 0x80);
      bytes[offset + 1] = (byte) (value >>> 7 | 0x80);
      bytes[offset + 2] = (byte) (value & 0x7f);
      return 3;
    }
    int size = size(value);
    long rest = value;
    int last = offset + size - 1;
    if (size == MAX_LENGTH) {
      bytes[last] = (byte) rest;
      rest >>>= 8;
    } else {
      bytes[last] = (byte) (rest & 0x7f);
      rest >>>= 7;
    }
    for (int i = last - 1; i >= offset; i--) {
      bytes[i] = (byte) (rest & 0x7f | 0x80);
      rest >>>= 7;
    }
    return size;
  }

  /** Decodes the value at an offset. */
  public static long read(byte[] bytes, int offset) {
    int first = bytes[offset];
    if (first >= 0) {
      return first;
    }
    int second = bytes[offset + 1];
    if (second >= 0) {
      return (first & 0x7f) << 7 | second;
    }
    return readLong(bytes, offset, (first & 0x7f) << 7 | (second & 0x7f));
  }

  private static long readLong(byte[] bytes, int offset, int firstTwo) {
    long value = firstTwo;
    for (int i = offset + 2; i < offset + 8; i++) {
      int next = bytes[i];
      value = value << 7 | (next & 0x7f);
      if (next >= 0) {
        return value;
      }
    }
    return value << 8 | (bytes[offset + 8] & 0xff);
  }

  /** The length in bytes, 1 to 9, of the encoding at an offset. */
  public static int length(byte[] bytes, int offset) {
    if (bytes[offset] >= 0) {
      return 1;
    }
    for (int i = 1; i < 8; i++) {
      if (bytes[offset + i] >= 0) {
        return i + 1;
      }
    }
    return MAX_LENGTH;
  }

  /**
   * The length in bytes of the encoding at an offset, or -1 where it would reach {@code limit}, the
   * first offset that must not be read.
   */
  public static int length(byte[] bytes, int offset, int limit) {
    int end = Math.min(limit, offset + MAX_LENGTH);
    for (int i = offset; i < end; i++) {
      if (bytes[i] >= 0 || i == offset + MAX_LENGTH - 1) {
        return i - offset + 1;
      }
    }
    return -1;
  }
}
