package org.braiddb.storage;

/** Another transaction or process holds what is needed; waiting longer or trying again may help. */
public final class BusyException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#BUSY}. */
  public BusyException(String message) {
    super(ResultCode.BUSY, message, null);
  }
}
