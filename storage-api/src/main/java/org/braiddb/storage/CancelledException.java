package org.braiddb.storage;

/** The call was cancelled or ran into its deadline. */
public final class CancelledException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#INTERRUPT}. */
  public CancelledException(String message) {
    super(ResultCode.INTERRUPT, message, null);
  }
}
