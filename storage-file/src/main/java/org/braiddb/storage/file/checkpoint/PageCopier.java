package org.braiddb.storage.file.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Writes pages into the database in portions that are forced one by one. While the disk is busy
 * with a portion, a commit that is to be forced waits; many pages at once would hold it up for
 * milliseconds. Pages that follow each other are written together.
 */
final class PageCopier {
  private static final int PORTION_BYTES = 256 << 10;

  private final CheckpointTarget target;
  private ByteBuffer run = ByteBuffer.allocate(0);
  private int firstPage;
  private int nextPage;
  private int unforcedBytes;

  PageCopier(CheckpointTarget target) {
    this.target = target;
  }

  /** Forgets what a copy that failed has left. */
  void begin() {
    run.clear();
    unforcedBytes = 0;
  }

  /** Copies a page; pages come in ascending order. */
  void copy(int page, byte[] image) throws IOException {
    if (run.position() > 0 && page != nextPage) {
      write();
    }
    if (run.position() == 0) {
      firstPage = page;
      if (run.capacity() == 0) {
        run = ByteBuffer.allocate(PORTION_BYTES);
      }
    }
    run.put(image);
    nextPage = page + 1;
    if (unforcedBytes + run.position() >= PORTION_BYTES) {
      write();
      force();
    }
  }

  /** Sets the length of the database and makes all that was copied durable. */
  void end(int pageCount) throws IOException {
    if (run.position() > 0) {
      write();
    }
    target.resize(pageCount);
    force();
  }

  private void write() throws IOException {
    run.flip();
    unforcedBytes += run.remaining();
    target.write(firstPage, run);
    run.clear();
  }

  private void force() throws IOException {
    target.force();
    unforcedBytes = 0;
  }
}
