package org.braiddb.storage;

import org.jspecify.annotations.Nullable;

/** The database cannot be opened or created. */
public final class CannotOpenException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#CANTOPEN}. */
  public CannotOpenException(String message, @Nullable Throwable cause) {
    super(ResultCode.CANTOPEN, message, cause);
  }

  /** With a more exact code of the same kind. */
  public CannotOpenException(ResultCode code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }
}
