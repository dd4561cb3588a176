package org.braiddb.storage;

import org.jspecify.annotations.Nullable;

/**
 * An error of a storage engine. The hierarchy is sealed: what an application can do differs by
 * class, never by message.
 */
public abstract sealed class StorageException extends RuntimeException
    permits BusyException,
        CancelledException,
        CannotOpenException,
        CommitOutcomeUnknownException,
        ConflictException,
        CorruptException,
        MisuseException,
        ReadOnlyException,
        RecordTooBigException,
        SnapshotStaleException,
        SnapshotTooOldException,
        StorageIOException,
        StoreFullException,
        UnsupportedException {
  private static final long serialVersionUID = 1L;

  private final ResultCode code;

  StorageException(ResultCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  /** SQLite's result code for it. */
  public final ResultCode code() {
    return code;
  }
}
