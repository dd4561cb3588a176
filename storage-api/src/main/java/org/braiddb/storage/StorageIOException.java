package org.braiddb.storage;

import org.jspecify.annotations.Nullable;

/** The operating system failed a read, write or other file operation. */
public final class StorageIOException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#IOERR}. */
  public StorageIOException(String message, @Nullable Throwable cause) {
    super(ResultCode.IOERR, message, cause);
  }

  /** With a more exact code of the same kind. */
  public StorageIOException(ResultCode code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }
}
