package org.braiddb.storage.file.wal;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The log's running checksum: two 32-bit sums over pairs of words, kept here in the halves of a
 * {@code long} (first sum high). Each pair adds {@code s0 += x0 + s1; s1 += x1 + s0}.
 */
final class WalChecksum {
  private static final VarHandle LITTLE =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle BIG =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private WalChecksum() {}

  /**
   * Continues a checksum.
   *
   * @param length a multiple of 8
   */
  static long update(boolean bigEndian, long sums, byte[] bytes, int offset, int length) {
    return bigEndian
        ? updateBig(sums, bytes, offset, length)
        : updateLittle(sums, bytes, offset, length);
  }

  private static long updateLittle(long sums, byte[] bytes, int offset, int length) {
    int s0 = (int) (sums >>> 32);
    int s1 = (int) sums;
    for (int i = offset; i < offset + length; i += 8) {
      s0 += (int) LITTLE.get(bytes, i) + s1;
      s1 += (int) LITTLE.get(bytes, i + 4) + s0;
    }
    return pack(s0, s1);
  }

  private static long updateBig(long sums, byte[] bytes, int offset, int length) {
    int s0 = (int) (sums >>> 32);
    int s1 = (int) sums;
    for (int i = offset; i < offset + length; i += 8) {
      s0 += (int) BIG.get(bytes, i) + s1;
      s1 += (int) BIG.get(bytes, i + 4) + s0;
    }
    return pack(s0, s1);
  }

  /** Both sums in one value. */
  static long pack(int s0, int s1) {
    return (long) s0 << 32 | (s1 & 0xffffffffL);
  }
}
