package org.braiddb.storage.file.transaction;

import java.io.IOException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.StoreFullException;
import org.braiddb.storage.file.io.DiskFullException;
import org.braiddb.storage.file.io.FileHandle;

/**
 * A private temporary file with the pages of a transaction that has changed more than fits into
 * memory. Never the log: what is in there has been committed.
 */
final class SpillFile implements AutoCloseable {
  private final FileHandle file;
  private final int pageSize;
  private int slots;

  SpillFile(FileHandle file, int pageSize) {
    this.file = file;
    this.pageSize = pageSize;
  }

  /** Writes a page's image to its slot, giving it one if it has none. */
  void store(PrivatePage page, byte[] image) {
    if (page.slot < 0) {
      page.slot = slots++;
    }
    try {
      file.write(image, 0, pageSize, (long) page.slot * pageSize);
    } catch (DiskFullException e) {
      throw new StoreFullException("disk is full: " + e.getMessage());
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.IOERR_WRITE, "writing the temporary file " + file.path() + " failed: " + e, e);
    }
  }

  /** Reads a slot. */
  byte[] read(int slot) throws IOException {
    byte[] image = new byte[pageSize];
    int count = file.read(image, 0, pageSize, (long) slot * pageSize);
    if (count < pageSize) {
      throw new IOException("the temporary file " + file.path() + " is cut off");
    }
    return image;
  }

  byte[] load(int slot) {
    try {
      return read(slot);
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.IOERR_READ, "reading the temporary file " + file.path() + " failed: " + e, e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.IOERR_CLOSE, "removing the temporary file " + file.path() + " failed", e);
    }
  }
}
