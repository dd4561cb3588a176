package org.braiddb.storage.file.salvage;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.wal.Wal;
import org.jspecify.annotations.Nullable;

/** The pages of a file, each as the last valid commit of its log has it. */
final class SalvagePages {
  private final FileHandle file;
  private final @Nullable Wal log;
  private final Map<Integer, Integer> frames = new HashMap<>();
  final int pageSize;
  final int count;

  SalvagePages(FileHandle file, @Nullable Wal log, int pageSize) throws IOException {
    this.file = file;
    this.log = log;
    this.pageSize = pageSize;
    int inLog = log == null ? 0 : log.frameCount();
    for (int frame = 1; log != null && frame <= inLog; frame++) {
      frames.put(log.pageOf(frame), frame);
    }
    long inFile = (file.size() + pageSize - 1) / pageSize;
    long last =
        log == null || inLog == 0 ? inFile : Integer.toUnsignedLong(log.recoveredPageCount());
    count = (int) Math.min(Integer.MAX_VALUE - 1, Math.min(last, inFile + inLog));
  }

  boolean has(int page) {
    return page > 0 && page <= count;
  }

  /** The page; zeros where it lies beyond the end of the file. */
  byte[] read(int page) {
    byte[] image = new byte[pageSize];
    try {
      Integer frame = frames.get(page);
      Wal present = log;
      if (frame != null && present != null) {
        present.read(frame, image);
      } else {
        file.read(image, 0, pageSize, (page - 1L) * pageSize);
      }
      return image;
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.IOERR_READ,
          "reading page " + page + " of " + file.path() + " failed: " + e,
          e);
    }
  }
}
