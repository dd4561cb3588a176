package org.braiddb.storage.file.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.LockSupport;
import org.braiddb.storage.BusyException;
import org.braiddb.storage.ResultCode;
import org.braiddb.storage.StorageIOException;
import org.braiddb.storage.file.io.FileHandle;
import org.braiddb.storage.file.page.DatabaseHeader;

/** The database file: pages at their places, and the locks. */
final class DatabaseFile implements AutoCloseable {
  /** PENDING, RESERVED and the SHARED range lie side by side; SQLite's lock protocol. */
  private static final long LOCKS_POSITION = 0x40000000L;

  private static final long LOCKS_SIZE = 512;
  private static final long SHARED_OFFSET = 2;
  private static final long POLL_NANOS = 2_000_000;

  private final FileHandle file;
  private final boolean writable;
  private volatile long forcedLength = -1;

  /** A file; {@code writable} says whether the handle can write. */
  DatabaseFile(FileHandle file, boolean writable) {
    this.file = file;
    this.writable = writable;
  }

  /** The handle of the file. */
  FileHandle handle() {
    return file;
  }

  /** Whether the handle can write, even where the store must not. */
  boolean writable() {
    return writable;
  }

  String path() {
    return file.path();
  }

  /** How other processes are kept away, in the terms of SQLite's lock protocol. */
  enum Lock {
    /** Nobody else may read or write. Needs a handle that can write. */
    EXCLUSIVE(0, false),
    /** Nobody else may write the file, but others may append to a log beside it. */
    SHARED(SHARED_OFFSET, true);

    private final long position;
    private final long size;
    private final boolean shared;

    Lock(long offset, boolean shared) {
      this.position = LOCKS_POSITION + offset;
      this.size = LOCKS_SIZE - offset;
      this.shared = shared;
    }
  }

  /**
   * Tries to lock a range of a file against other processes, without waiting.
   *
   * @throws StorageIOException where the system cannot say whether it is free
   */
  static boolean tryLock(FileHandle file, long position, long size, boolean shared) {
    try {
      return file.tryLock(position, size, shared);
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.IOERR_LOCK, "locking " + file.path() + " failed: " + e, e);
    }
  }

  /**
   * Locks out other processes.
   *
   * @param patienceNanos how long to try
   * @throws BusyException where another process holds the file all that time
   * @throws StorageIOException where the system cannot say
   */
  void lock(Lock lock, long patienceNanos) {
    long deadline = System.nanoTime() + patienceNanos;
    while (!tryLock(file, lock.position, lock.size, lock.shared)) {
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

  /** Gives a lock up. */
  void unlock(Lock lock) {
    try {
      file.unlock(lock.position, lock.size);
    } catch (IOException e) {
      throw new StorageIOException(
          ResultCode.IOERR_UNLOCK, "unlocking " + file.path() + " failed: " + e, e);
    }
  }

  /** Whether the header says that readers have to look into a log. */
  boolean usesLog() throws IOException {
    byte[] header = new byte[DatabaseHeader.SIZE];
    return readStart(header) == header.length
        && header[DatabaseHeader.READ_VERSION_OFFSET] == DatabaseHeader.VERSION_WAL;
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

  /** Writes a page and those that follow it. */
  void write(int firstPage, int pageSize, ByteBuffer images) throws IOException {
    file.write(images, (firstPage - 1L) * pageSize);
  }

  /** Sets the file's length to that many pages. */
  void resize(int pageCount, int pageSize) throws IOException {
    long wanted = (long) pageCount * pageSize;
    if (file.size() != wanted) {
      file.truncate(wanted);
    }
  }

  /** Forces what was written. The time of the last change is not worth a write of its own. */
  void force() throws IOException {
    long length = file.size();
    file.force(length != forcedLength);
    forcedLength = length;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
