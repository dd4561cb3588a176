package org.braiddb.fuzz;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The input is changes of a write-ahead log as in {@link FileFuzz}, after a byte that says how it
 * is used and whether its checksums are made right again, so that what lies behind them is reached.
 */
public final class LogFuzz {
  private static final int FRAME = 24 + 512;

  private LogFuzz() {}

  /** One input. */
  public static void fuzzerTestOneInput(byte[] input) {
    byte[] log = FuzzedDatabase.LOG.clone();
    for (int i = 1; i + 2 < input.length; i += 3) {
      int at = ((input[i] & 0xff) << 8 | (input[i + 1] & 0xff)) % log.length;
      log[at] = input[i + 2];
    }
    if (input.length > 0 && (input[0] & 1) != 0) {
      makeRight(log);
    }
    FuzzedDatabase.use(FuzzedDatabase.DATABASE, log, input.length > 0 ? input[0] >> 1 : 0);
  }

  /** Computes all checksums anew; source: SQLite, "Database File Format", section 4.2. */
  private static void makeRight(byte[] log) {
    ByteBuffer bytes = ByteBuffer.wrap(log);
    ByteOrder order = (bytes.getInt(0) & 1) != 0 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    int[] sums = {0, 0};
    add(sums, bytes, order, 0, 24);
    bytes.putInt(24, sums[0]).putInt(28, sums[1]);
    for (int at = 32; at + FRAME <= log.length; at += FRAME) {
      add(sums, bytes, order, at, 8);
      add(sums, bytes, order, at + 24, 512);
      bytes.putInt(at + 16, sums[0]).putInt(at + 20, sums[1]);
    }
  }

  private static void add(int[] sums, ByteBuffer bytes, ByteOrder order, int from, int length) {
    ByteBuffer ordered = bytes.duplicate().order(order);
    for (int at = from; at < from + length; at += 8) {
      sums[0] += ordered.getInt(at) + sums[1];
      sums[1] += ordered.getInt(at + 4) + sums[0];
    }
  }
}
