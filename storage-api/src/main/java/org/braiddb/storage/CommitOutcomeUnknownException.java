package org.braiddb.storage;

import org.jspecify.annotations.Nullable;

/**
 * The disk failed while a commit was made durable: it may or may not survive. The store refuses
 * further writes until it is reopened.
 */
public final class CommitOutcomeUnknownException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#IOERR_FSYNC}. */
  public CommitOutcomeUnknownException(String message, @Nullable Throwable cause) {
    super(ResultCode.IOERR_FSYNC, message, cause);
  }

  /** With a more exact code of the same kind. */
  public CommitOutcomeUnknownException(ResultCode code, String message, @Nullable Throwable cause) {
    super(code, message, cause);
  }
}
