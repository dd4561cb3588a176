package org.braiddb.storage.file.store;

import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.file.io.FileHandle;

/** The database file: pages at their places, and the locks. */
final class DatabaseFile implements AutoCloseable {
  /** PENDING, RESERVED and the SHARED range lie side by side; SQLite's lock protocol. */
  private static final long LOCKS_POSITION = 0x40000000L;

  private static final long LOCKS_SIZE = 512;
  private static final long SHARED_OFFSET = 2;
  private static final long POLL_NANOS = 2_000_000;

  private final FileHandle file;

  DatabaseFile(FileHandle file) {
    this.file = file;
  }

  String path() {
    return file.path();
  }

  /**
   * Locks out other processes, or, read-only, their writers as far as SQLite's protocol allows.
   *
   * @param patienceNanos how long to try
   * @throws BusyException where another process holds the file all that time
   */
  void lock(boolean readOnly, long patienceNanos) throws IOException {
    long deadline = System.nanoTime() + patienceNanos;
    while (!tryLock(readOnly)) {
      if (System.nanoTime() - deadline >= 0) {
        throw new BusyException("database is locked: another process has " + file.path() + " open");
      }
      boolean interrupted = Thread.interrupted();
      LockSupport.parkNanos(this, POLL_NANOS);
      if (interrupted) {
        Thread.currentThread().interrupt();
        deadline = System.nanoTime();
      }
    }
  }

  private boolean tryLock(boolean readOnly) throws IOException {
    return readOnly
        ? file.tryLock(LOCKS_POSITION + SHARED_OFFSET, LOCKS_SIZE - SHARED_OFFSET, true)
        : file.tryLock(LOCKS_POSITION, LOCKS_SIZE, false);
  }

  long size() throws IOException {
    return file.size();
  }

  /** Reads bytes from the beginning; fewer where the file is shorter. */
  int readStart(byte[] target) throws IOException {
    return file.read(target, 0, target.length, 0);
  }

  /** Reads a page; what lies beyond the end of the file is zero. */
  byte[] read(int page, int pageSize) throws IOException {
    byte[] image = new byte[pageSize];
    file.read(image, 0, pageSize, (page - 1L) * pageSize);
    return image;
  }

  void writeStart(byte[] source, int length) throws IOException {
    file.write(source, 0, length, 0);
  }

  void write(int page, byte[] image) throws IOException {
    file.write(image, 0, image.length, (page - 1L) * image.length);
  }

  /** Sets the file's length to that many pages. */
  void resize(int pageCount, int pageSize) throws IOException {
    long wanted = (long) pageCount * pageSize;
    if (file.size() != wanted) {
      file.truncate(wanted);
    }
  }

  void force() throws IOException {
    file.force(true);
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
