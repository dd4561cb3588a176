package org.braiddb.storage;

/** A record or key is larger than the engine can store. */
public final class RecordTooBigException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#TOOBIG}. */
  public RecordTooBigException(String message) {
    super(ResultCode.TOOBIG, message, null);
  }
}
