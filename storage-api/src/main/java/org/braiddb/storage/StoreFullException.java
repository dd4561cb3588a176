package org.braiddb.storage;

/** The disk, the file or the range of rowids is full. */
public final class StoreFullException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#FULL}. */
  public StoreFullException(String message) {
    super(ResultCode.FULL, message, null);
  }
}
