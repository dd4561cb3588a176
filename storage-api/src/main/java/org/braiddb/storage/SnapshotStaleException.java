package org.braiddb.storage;

/**
 * A DEFERRED transaction that has read an older commit wants to write; only a new transaction can.
 */
public final class SnapshotStaleException extends StorageException {
  private static final long serialVersionUID = 1L;

  /** With SQLite's code {@link ResultCode#BUSY_SNAPSHOT}. */
  public SnapshotStaleException(String message) {
    super(ResultCode.BUSY_SNAPSHOT, message, null);
  }
}
