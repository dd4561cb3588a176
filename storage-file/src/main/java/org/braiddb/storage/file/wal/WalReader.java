package org.braiddb.storage.file.wal;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.page.PageBytes;

/** Scans a log from its beginning to its last valid commit (W1). */
final class WalReader {
  private static final int BUFFER_FRAMES = 64;

  private final FileHandle file;

  WalReader(FileHandle file) {
    this.file = file;
  }

  RecoveredLog scan() throws IOException {
    byte[] bytes = new byte[WalHeader.SIZE];
    RecoveredLog empty = new RecoveredLog(null, new int[0], 0, 0, 0);
    if (file.read(bytes, 0, bytes.length, 0) < bytes.length) {
      return empty;
    }
    Optional<WalHeader> header = WalHeader.decode(bytes);
    if (header.isEmpty()) {
      return empty;
    }
    long sums = WalChecksum.pack(PageBytes.i32(bytes, 24), PageBytes.i32(bytes, 28));
    return scanFrames(header.get(), sums);
  }

  private RecoveredLog scanFrames(WalHeader header, long headerChecksum) throws IOException {
    int frameSize = WalHeader.FRAME_HEADER_SIZE + header.pageSize();
    byte[] buffer = new byte[frameSize * BUFFER_FRAMES];
    int[] pages = new int[256];
    long sums = headerChecksum;
    int frame = 0;
    int committed = 0;
    int pageCount = 0;
    long committedChecksum = headerChecksum;
    boolean valid = true;
    while (valid) {
      long position = WalHeader.SIZE + (long) frame * frameSize;
      int available = file.read(buffer, 0, buffer.length, position) / frameSize;
      valid = available > 0;
      for (int i = 0; i < available && valid; i++) {
        int at = i * frameSize;
        long next = checksum(header, sums, buffer, at);
        valid = isValid(header, buffer, at, next);
        if (!valid) {
          break;
        }
        sums = next;
        if (frame == pages.length) {
          pages = Arrays.copyOf(pages, frame * 2);
        }
        pages[frame++] = PageBytes.i32(buffer, at);
        int sizeAfter = PageBytes.i32(buffer, at + 4);
        if (sizeAfter != 0) {
          committed = frame;
          pageCount = sizeAfter;
          committedChecksum = sums;
        }
      }
    }
    return new RecoveredLog(header, pages, committed, pageCount, committedChecksum);
  }

  private static long checksum(WalHeader header, long sums, byte[] buffer, int at) {
    long next = WalChecksum.update(header.bigEndianChecksums(), sums, buffer, at, 8);
    return WalChecksum.update(
        header.bigEndianChecksums(),
        next,
        buffer,
        at + WalHeader.FRAME_HEADER_SIZE,
        header.pageSize());
  }

  private static boolean isValid(WalHeader header, byte[] buffer, int at, long checksum) {
    return PageBytes.i32(buffer, at) != 0
        && PageBytes.i32(buffer, at + 8) == header.salt1()
        && PageBytes.i32(buffer, at + 12) == header.salt2()
        && PageBytes.i32(buffer, at + 16) == (int) (checksum >>> 32)
        && PageBytes.i32(buffer, at + 20) == (int) checksum;
  }
}
