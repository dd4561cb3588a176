package org.braiddb.sql.execute;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.braiddb.sql.error.StatementException;
import org.braiddb.sql.program.Optimization;
import org.braiddb.sql.program.Settings;
import org.braiddb.storage.ResultCode;

/**
 * A private file of one run, for rows that do not fit its share of memory. Made in the directory
 * for temporary files (the system property {@code java.io.tmpdir}) with the first bytes written,
 * readable by nobody else, and gone when it is closed; where a file that is open can be unlinked,
 * when the process ends, however that happens.
 */
final class TemporaryFile implements AutoCloseable {
  /** As much as the rows of one sort or buffer may take in memory before they go to a file. */
  static final long BUDGET_BYTES =
      Math.clamp(Runtime.getRuntime().maxMemory() / 8, 1L << 22, 1L << 27);

  private static final long LEAST_BYTES = 1L << 14;

  private final Path path;
  private final RandomAccessFile file;
  private final boolean unlinked;
  private long size;

  TemporaryFile() {
    try {
      path = Files.createTempFile("braid-", ".tmp");
    } catch (IOException e) {
      throw failure(ResultCode.IOERR, "cannot be made", e);
    }
    try {
      // Not a channel: interrupting the thread must not close it.
      file = new RandomAccessFile(path.toFile(), "rw");
      unlinked = path.getFileSystem().supportedFileAttributeViews().contains("posix");
      if (unlinked) {
        Files.delete(path);
      }
    } catch (IOException e) {
      throw failure(ResultCode.IOERR, "cannot be opened", e);
    }
  }

  /** As much as a sort or buffer may take under the settings of a connection. */
  static long budgetBytes(Settings settings) {
    return settings.optimizations().contains(Optimization.ROWS_IN_MEMORY)
        ? BUDGET_BYTES
        : LEAST_BYTES;
  }

  /** Java tells a full disk in the operating system's words only. */
  private boolean hasRoomFor(int length) {
    Path directory =
        Objects.requireNonNull(path.toAbsolutePath().getParent(), "not in a directory");
    return directory.toFile().getUsableSpace() > length;
  }

  private static StatementException failure(ResultCode code, String what, IOException cause) {
    String kind = code == ResultCode.FULL ? "database or disk is full" : "disk I/O error";
    StatementException failure =
        new StatementException(
            code, kind + ": a temporary file " + what + ": " + cause.getMessage());
    failure.initCause(cause);
    return failure;
  }

  /** How many bytes it has. */
  long size() {
    return size;
  }

  /** Appends bytes; returns where they begin. */
  long append(byte[] bytes, int offset, int length) {
    long at = size;
    try {
      file.seek(at);
      file.write(bytes, offset, length);
    } catch (IOException e) {
      throw failure(
          hasRoomFor(length) ? ResultCode.IOERR_WRITE : ResultCode.FULL, "cannot be written", e);
    }
    size = at + length;
    return at;
  }

  /** Reads bytes that were written. */
  void read(long position, byte[] target, int offset, int length) {
    try {
      file.seek(position);
      file.readFully(target, offset, length);
    } catch (IOException e) {
      throw failure(ResultCode.IOERR_READ, "cannot be read", e);
    }
  }

  @Override
  public void close() {
    try {
      file.close();
      if (!unlinked) {
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw failure(ResultCode.IOERR, "cannot be removed", e);
    }
  }
}
