package org.braiddb.storage.file.wal;

import java.util.Optional;
import org.braiddb.storage.file.page.PageBytes;

/**
 * The log's header.
 *
 * @param bigEndianChecksums whether checksums read their words big-endian
 * @param pageSize bytes in a page
 * @param sequence how often the log was started over
 * @param salt1 counts rounds
 * @param salt2 random
 */
record WalHeader(boolean bigEndianChecksums, int pageSize, int sequence, int salt1, int salt2) {
  static final int SIZE = 32;
  static final int FRAME_HEADER_SIZE = 24;
  static final int FORMAT_VERSION = 3007000;
  private static final int MAGIC = 0x377f0682;

  /** The header, if the bytes hold a valid one. */
  static Optional<WalHeader> decode(byte[] bytes) {
    int magic = PageBytes.i32(bytes, 0);
    int pageSize = PageBytes.i32(bytes, 8);
    if ((magic & ~1) != MAGIC
        || PageBytes.i32(bytes, 4) != FORMAT_VERSION
        || pageSize < 512
        || pageSize > 65536
        || Integer.bitCount(pageSize) != 1) {
      return Optional.empty();
    }
    WalHeader header =
        new WalHeader(
            (magic & 1) != 0,
            pageSize,
            PageBytes.i32(bytes, 12),
            PageBytes.i32(bytes, 16),
            PageBytes.i32(bytes, 20));
    long stored = WalChecksum.pack(PageBytes.i32(bytes, 24), PageBytes.i32(bytes, 28));
    long computed = WalChecksum.update(header.bigEndianChecksums, 0, bytes, 0, 24);
    return stored == computed ? Optional.of(header) : Optional.empty();
  }

  /** Writes the header and returns the checksum that the first frame continues. */
  long encode(byte[] target) {
    PageBytes.putI32(target, 0, bigEndianChecksums ? MAGIC | 1 : MAGIC);
    PageBytes.putI32(target, 4, FORMAT_VERSION);
    PageBytes.putI32(target, 8, pageSize);
    PageBytes.putI32(target, 12, sequence);
    PageBytes.putI32(target, 16, salt1);
    PageBytes.putI32(target, 20, salt2);
    long sums = WalChecksum.update(bigEndianChecksums, 0, target, 0, 24);
    PageBytes.putI32(target, 24, (int) (sums >>> 32));
    PageBytes.putI32(target, 28, (int) sums);
    return sums;
  }

  /** The header of the next round (W3). */
  WalHeader next(int newSalt2) {
    return new WalHeader(bigEndianChecksums, pageSize, sequence + 1, salt1 + 1, newSalt2);
  }
}
