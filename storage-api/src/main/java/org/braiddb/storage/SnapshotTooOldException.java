package org.braiddb.storage;

/** What the snapshot needs is no longer kept; a new transaction sees the present. */
public final class SnapshotTooOldException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#BUSY_SNAPSHOT}. */
  public SnapshotTooOldException(String message) {
    super(ResultCode.BUSY_SNAPSHOT, message, null);
  }
}
