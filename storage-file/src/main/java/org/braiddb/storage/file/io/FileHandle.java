package org.braiddb.storage.file.io;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * An open file. All operations are positional, may be called by any thread at any time, and are
 * atomic only as far as the disk's are. Interrupting a thread neither fails its operation nor
 * closes the file; the interrupt status is kept.
 *
 * <p>Lengths and positions are in bytes.
 */
public interface FileHandle extends Closeable {
  /** The path by which the file was opened, for messages. */
  String path();

  /**
   * Reads up to {@code length} bytes at {@code position}.
   *
   * @return the number of bytes read, less than {@code length} only at the end of the file; 0
   *     beyond
   */
  default int read(byte[] target, int offset, int length, long position) throws IOException {
    int done = 0;
    while (done < length) {
      int count = readSome(target, offset + done, length - done, position + done);
      if (count <= 0) {
        break;
      }
      done += count;
    }
    return done;
  }

  /**
   * Reads what the system gives in one go: at least one of {@code length} bytes, which are more
   * than none.
   *
   * @return the number of bytes read; not above 0 only at the end of the file and beyond
   */
  int readSome(byte[] target, int offset, int length, long position) throws IOException;

  /** Writes all bytes of the array's range, extending the file as needed. */
  void write(byte[] source, int offset, int length, long position) throws IOException;

  /**
   * Writes all remaining bytes of a buffer, extending the file as needed. Into a log direct ones
   * are written fastest, into other files those with an array.
   */
  void write(ByteBuffer source, long position) throws IOException;

  /** The length of the file. */
  long size() throws IOException;

  /** Sets the length of the file: cuts it, or extends it with zeros. */
  void truncate(long size) throws IOException;

  /**
   * Makes everything written so far survive a power cut. After a failure the state of everything
   * written since the last success is unknown, and a later success says nothing about it.
   *
   * @param metadata false where the caller does not need the file's new length to survive
   */
  void force(boolean metadata) throws IOException;

  /** Whether what was forced is there when the process is not; else forcing does nothing. */
  default boolean outlivesProcess() {
    return true;
  }

  /**
   * Tries to lock a range of bytes against other processes, without waiting. Ranges locked through
   * one handle must not overlap. Locks end with {@link #unlock} or with the handle.
   *
   * @return whether the lock was granted
   */
  boolean tryLock(long position, long size, boolean shared) throws IOException;

  /** Gives up a range locked by {@link #tryLock}, exactly as it was locked. */
  void unlock(long position, long size) throws IOException;
}
