package org.braiddb.storage;

/** The engine does not have what was asked for; nothing was changed. */
public final class UnsupportedException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#ERROR}. */
  public UnsupportedException(String message) {
    super(ResultCode.ERROR, message, null);
  }
}
