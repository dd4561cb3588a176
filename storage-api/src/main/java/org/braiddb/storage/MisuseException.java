package org.braiddb.storage;

/** The caller broke the contract; the state is unchanged. */
public final class MisuseException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#MISUSE}. */
  public MisuseException(String message) {
    super(ResultCode.MISUSE, message, null);
  }
}
