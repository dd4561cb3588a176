package org.braiddb.storage;

import org.jspecify.annotations.Nullable;

/** A change was asked of a read-only transaction, store or medium. */
public final class ReadOnlyException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#READONLY}. */
  public ReadOnlyException(String message, @Nullable Throwable cause) {
    super(ResultCode.READONLY, message, cause);
  }

  /** With a more exact code of the same kind. */
  public ReadOnlyException(ResultCode code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }
}
